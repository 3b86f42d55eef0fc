import type { RestAnswer } from "./route.ts";

/** A JSON answer; `body` may be the text already. Private, and asked for again each time: what it says can change. */
export function jsonAnswer(body: unknown, status = 200, headers: RestAnswer["headers"] = {}): RestAnswer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  };
}
