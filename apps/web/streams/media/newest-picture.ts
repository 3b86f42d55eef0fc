import { AppError, notFound } from "@retake/core/errors";
import type { LogTail } from "@retake/telemetry/tail";
import type { CatalogueEpisode } from "@retake/trpc/catalogue";
import { afterOf } from "../data/after-number.ts";
import type { Answer } from "../http/send.ts";

const HEADERS = { "cache-control": "no-store" };

/**
 * The newest picture of a camera in a recording, as the robot sent it, with its number (`X-Seq`), the robot's time (`X-Time`) and the
 * robot's frame number (`X-Frame`, absent without one); 204 when none is newer than number `after`.
 * @throws AppError `not_found` for what is no camera of this episode
 */
export async function newestPicture(
  tail: LogTail,
  episode: CatalogueEpisode,
  topic: string,
  query: URLSearchParams,
): Promise<Answer> {
  const after = afterOf(query);
  await tail.refresh();
  const newest = tail.session(episode.id)?.pictures.find((picture) => picture.topic === topic);
  if (newest === undefined) {
    if (!episode.topics.some(({ name, kind }) => name === topic && kind === "camera"))
      throw notFound(`The camera “${topic}”`);
    return { status: 204, headers: HEADERS, body: null };
  }
  const bytes = newest.seq > after ? await stillThere(tail.picture(episode.id, newest.seq)) : null;
  if (bytes === null) return { status: 204, headers: HEADERS, body: null };
  const headers: Answer["headers"] = {
    ...HEADERS,
    "content-type": bytes[0] === 0x89 ? "image/png" : "image/jpeg",
    "x-seq": newest.seq,
    "x-time": String(newest.t),
  };
  if (newest.frame >= 0) headers["x-frame"] = newest.frame;
  return { status: 200, headers, body: bytes };
}

/** Its file may have gone: then it is stored, and not the newest any more for long. */
async function stillThere(picture: Promise<Uint8Array>): Promise<Uint8Array | null> {
  return await picture.catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
}
