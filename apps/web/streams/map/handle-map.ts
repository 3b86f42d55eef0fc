import type { IncomingMessage } from "node:http";
import { AppError, notFound } from "@retake/core/errors";
import type { Actor } from "@retake/trpc/actor";
import type { Services } from "@retake/trpc/context";
import { MAP_KINDS, type MapKind } from "@retake/trpc/map-data";
import { authorise, visibleAssignments } from "@retake/trpc/policies";
import type { Answer } from "../http/send.ts";
import { isNotModified, notModified } from "../media/conditional.ts";

/** Which map an address names; neither part is checked yet. */
export interface MapPlace {
  workspace: string;
  kind: string;
}

/** Its third part is `map`, which no binary route of an episode has there: no name of a workspace or episode is lost to it. */
const ADDRESS = /^\/data\/v1\/workspaces\/([^/]+)\/map\/([^/]+)$/;

/** @returns null for an address that is no map's */
export function mapPlaceOf(path: string): MapPlace | null {
  const [, workspace, kind] = ADDRESS.exec(path) ?? [];
  if (workspace === undefined || kind === undefined) return null;
  try {
    return { workspace: decodeURIComponent(workspace), kind: decodeURIComponent(kind) };
  } catch {
    throw notFound("This address");
  }
}

/** Answers `/data/v1/workspaces/<workspace>/map/<kind>` by the message of `@retake/trpc/map-wire`. @throws AppError */
export function createMapHandler({ maps }: Pick<Services, "maps">) {
  return async (actor: Actor, request: IncomingMessage, place: MapPlace): Promise<Answer> => {
    if (actor.kind === "user" && request.headers["sec-fetch-site"] === "cross-site") {
      throw new AppError("forbidden", "Pages of other sites may not show this.");
    }
    const workspace = authorise(actor, place.workspace, "map.read");
    const kind = MAP_KINDS.find((one): one is MapKind => one === place.kind);
    if (kind === undefined) throw notFound(`The map “${place.kind}”`);
    // Assignments are for people: a token sees none.
    const assigneeId =
      actor.kind === "user" ? visibleAssignments(workspace, actor.userId).assigneeId : NOBODY;
    const { bytes, etag } = await maps.bytes(workspace.id, kind, assigneeId);
    const headers = {
      "content-type": "application/octet-stream",
      "cache-control": "private, no-cache",
      etag,
    };
    return isNotModified(request, etag) ? notModified(headers) : { status: 200, headers, body: bytes };
  };
}

const NOBODY = "";
