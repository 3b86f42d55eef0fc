import type { IncomingMessage } from "node:http";
import type { Answer } from "../http/send.ts";

/** RFC 9110 section 13.1.2; weak comparison. */
export function isNotModified(request: IncomingMessage, etag: string): boolean {
  const given = request.headers["if-none-match"];
  if (given === undefined) return false;
  return given.split(",").some((one) => one.trim() === "*" || one.trim().replace(/^W\//, "") === etag);
}

export function notModified(headers: Answer["headers"]): Answer {
  const { "content-type": _, "content-length": __, ...kept } = headers;
  return { status: 304, headers: kept, body: null };
}
