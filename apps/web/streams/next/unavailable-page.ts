import type { IncomingMessage, ServerResponse } from "node:http";
import { PAGE_HEADERS } from "../http/security-headers.ts";

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="2"><title>Starting – Retake</title>
<style>html{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem}</style>
<h1>The pages are starting</h1>
<p>This usually takes a few seconds; this page looks again by itself. Recordings, imports and everything saved are safe.</p>`;

/** What a person sees while Next is away. It refreshes itself. */
export function unavailablePage(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503, {
    ...PAGE_HEADERS,
    "content-type": "text/html; charset=utf-8",
    "content-length": Buffer.byteLength(PAGE),
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "retry-after": "2",
  });
  response.end(request.method === "HEAD" ? undefined : PAGE);
}
