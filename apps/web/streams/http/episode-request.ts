import type { IncomingMessage } from "node:http";
import { AppError, notFound } from "@retake/core/errors";
import type { Actor, WorkspaceAccess } from "@retake/trpc/actor";
import type { CameraRecord, Catalogue, CatalogueEpisode } from "@retake/trpc/catalogue";
import { authorise } from "@retake/trpc/policies";

/** A binary route's request, once its caller may read the episode it names. */
export interface EpisodeRequest {
  request: IncomingMessage;
  workspace: WorkspaceAccess;
  episode: {
    record: CatalogueEpisode;
    /** @throws AppError `not_found` */
    camera(topic: string): CameraRecord;
  };
  /** Decoded path segments after `/<workspace>/<episode>/`. */
  rest: string[];
  query: URLSearchParams;
}

const FOLLOWERS: ReadonlySet<string> = new Set(["tail", "live.jpg"]);

/**
 * Reads `/<workspace>/<episode>/…` and lets the actor in.
 * @throws AppError `unauthorized`, `not_found` (foreign and missing alike), `forbidden`
 */
export async function episodeRequest(
  catalogue: Catalogue,
  actor: Actor,
  request: IncomingMessage,
  path: string,
  queryString: string,
): Promise<EpisodeRequest> {
  if (actor.kind === "user" && request.headers["sec-fetch-site"] === "cross-site") {
    throw new AppError("forbidden", "Pages of other sites may not show this.");
  }
  const [slug = "", sessionId = "", ...rest] = segmentsOf(path);
  const workspace = authorise(actor, slug, "episode.read");
  // Who follows the log itself need not wait until the rest of it is laid out.
  const follows = FOLLOWERS.has(rest.at(-1) ?? "");
  const record = await catalogue[follows ? "stored" : "episode"](workspace.id, sessionId);
  if (record === null) throw notFound(`The episode “${sessionId}”`);
  const camera = (topic: string): CameraRecord => {
    const found = record.cameras.find((one) => one.topic === topic);
    if (found === undefined) throw notFound(`The camera “${topic}”`);
    return found;
  };
  return { request, workspace, episode: { record, camera }, rest, query: new URLSearchParams(queryString) };
}

function segmentsOf(path: string): string[] {
  try {
    return path.split("/").map(decodeURIComponent);
  } catch {
    throw notFound("This address");
  }
}
