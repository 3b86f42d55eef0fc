import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { RestAnswer } from "@retake/trpc/rest";
import { DATA_HEADERS } from "./security-headers.ts";

export type Answer = RestAnswer;

/** Writes an answer once. A stream that fails after its first byte cuts the connection, so that nobody takes a part for the whole. */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
): Promise<void> {
  const { body } = answer;
  // Not by spreading: that costs a microsecond for each object.
  const headers = Object.assign({}, DATA_HEADERS, answer.headers);
  if (body === null || typeof body === "string" || body instanceof Uint8Array) {
    const length = body === null ? 0 : typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
    if (answer.status !== 304) headers["content-length"] ??= length;
    response.writeHead(answer.status, headers);
    response.end(request.method === "HEAD" || body === null ? undefined : body);
    if (answer.release === undefined) return;
    // Also when whoever asked has left: it is not sent any further then.
    if (response.closed) answer.release();
    else response.once("close", answer.release);
    return;
  }
  response.writeHead(answer.status, headers);
  if (request.method === "HEAD") {
    body.destroy();
    response.end();
    return;
  }
  await pipeline(body, response).catch(() => response.destroy());
}
