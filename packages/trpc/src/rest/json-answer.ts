import type { RestAnswer } from "./route.ts";

const HEADERS = { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" };

/** A JSON answer; `body` may be the text already, also in bytes. Private, and asked for again each time: what it says can change. */
export function jsonAnswer(body: unknown, status = 200, headers?: RestAnswer["headers"]): RestAnswer {
  return {
    status,
    headers: headers === undefined ? HEADERS : { ...HEADERS, ...headers },
    body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body),
  };
}
