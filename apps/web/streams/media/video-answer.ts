import type { IncomingMessage } from "node:http";
import { AppError } from "@retake/core/errors";
import { parseRange } from "@retake/media/range";
import type { ObjectStore } from "@retake/telemetry/object-store";
import type { Answer } from "../http/send.ts";
import { isNotModified, notModified } from "./conditional.ts";

export interface StoredVideo {
  key: string;
  bytes: number;
  /** Without quotes; names the bytes. */
  tag: string;
  /** The URL names the bytes too, so the answer can never change. */
  versioned: boolean;
}

/** A part this small is read in one go: setting up a stream costs more. */
const READ_WHOLE_BYTES = 256 << 10;

/** An MP4 by Range: 200, 206, 304 or 416, as RFC 9110 says. */
export async function videoAnswer(
  store: ObjectStore,
  request: IncomingMessage,
  video: StoredVideo,
): Promise<Answer> {
  const etag = `"${video.tag}"`;
  const headers: Answer["headers"] = {
    "content-type": "video/mp4",
    "accept-ranges": "bytes",
    etag,
    "cache-control": video.versioned ? "private, max-age=31536000, immutable" : "private, no-cache",
  };
  if (isNotModified(request, etag)) return notModified(headers);
  const ifRange = request.headers["if-range"];
  // A date, a weak tag or another file's tag: the whole file, so that no two halves of different files are joined.
  const range = parseRange(
    ifRange === undefined || ifRange === etag ? request.headers.range : null,
    video.bytes,
  );
  if (range.kind === "unsatisfiable") {
    const error = new AppError("range_not_satisfiable", `The video has ${video.bytes} bytes.`);
    const body = JSON.stringify({ error: { code: error.code, message: error.message, issues: [] } });
    return {
      status: 416,
      headers: { "content-type": "application/json", "content-range": `bytes */${video.bytes}` },
      body,
    };
  }
  const [start, end] = range.kind === "part" ? [range.start, range.end + 1] : [0, video.bytes];
  if (range.kind === "part") headers["content-range"] = `bytes ${start}-${end - 1}/${video.bytes}`;
  headers["content-length"] = end - start;
  const status = range.kind === "part" ? 206 : 200;
  if (request.method === "HEAD" || start === end) return { status, headers, body: null };
  const part = { start, end };
  const body =
    end - start <= READ_WHOLE_BYTES ? await store.get(video.key, part) : await store.stream(video.key, part);
  return { status, headers, body };
}
