import http from "node:http";
import https from "node:https";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { AppError } from "@retake/core/errors";
import { checkHost, guardedLookup } from "./address-guard.ts";

export type Fetch = typeof fetch;

const REDIRECTS_MAX = 5;
const IDLE_MS = 30_000;

/**
 * A `fetch` for the hub: the operator's endpoint may be anywhere, also on this machine; redirects away from it may not
 * lead to internal addresses (checked at the moment of connecting) and never carry the token.
 * @throws AppError `source_unreachable`, `path_refused`; the signal's reason
 */
export function createHubFetch(endpoint: string, signal: AbortSignal): Fetch {
  const home = new URL(endpoint).origin;
  return async (input, init) => {
    let url = new URL(input instanceof Request ? input.url : String(input));
    const headers = new Headers(init?.headers);
    for (let hop = 0; hop <= REDIRECTS_MAX; hop++) {
      const isHome = url.origin === home;
      if (!isHome) headers.delete("authorization");
      const response = await send(url, headers, isHome, signal);
      const location = response.headers.location;
      const status = response.statusCode ?? 0;
      if (status < 300 || status >= 400 || location === undefined) return asResponse(response, url);
      response.resume();
      url = nextHop(url, location, home);
    }
    throw new AppError("source_unreachable", "The hub redirects without end.");
  };
}

function nextHop(from: URL, location: string, home: string): URL {
  const next = new URL(location, from);
  if (next.protocol !== "https:" && next.origin !== home && next.protocol !== "http:") {
    throw new AppError("path_refused", `The hub redirects to ${next.protocol}, which is refused.`);
  }
  if (next.origin !== home) checkHost(next);
  return next;
}

function send(
  url: URL,
  headers: Headers,
  isHome: boolean,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  const { request } = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        headers: { "user-agent": "retake-importer", ...Object.fromEntries(headers) },
        signal,
        timeout: IDLE_MS,
        ...(isHome ? {} : { lookup: guardedLookup }),
      },
      resolve,
    );
    outgoing.on("timeout", () => outgoing.destroy(new Error("it was silent for too long")));
    outgoing.on("error", (cause) => {
      if (signal.aborted || cause instanceof AppError) return reject(cause);
      const message = `The hub at ${url.origin} cannot be reached (${reasonOf(cause)}).`;
      reject(new AppError("source_unreachable", message, { cause }));
    });
    outgoing.end();
  });
}

function reasonOf(cause: Error): string {
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.message;
}

function asResponse(message: http.IncomingMessage, url: URL): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const status = message.statusCode ?? 0;
  const isEmpty = status === 204 || status === 304;
  if (isEmpty) message.resume();
  const body = isEmpty ? null : (Readable.toWeb(message) as ReadableStream<Uint8Array>);
  const response = new Response(body as BodyInit | null, { status, headers });
  Object.defineProperty(response, "url", { value: url.href });
  return response;
}
