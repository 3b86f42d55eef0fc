import http from "node:http";
import type { AddressInfo } from "node:net";
import type { Log } from "./log.ts";

export interface IngestServiceOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  version: string;
  log: Log;
}

export interface IngestService {
  /** @returns the port it listens on */
  start(): Promise<number>;
  /** Takes no new connections, lets running requests end, and may be called twice. */
  stop(): Promise<void>;
}

/** A request that has not come in whole by then is cut off. */
const REQUEST_MS_MAX = 10_000;
const HEADER_BYTES_MAX = 16 << 10;

/** The door for robots. `GET /health` needs no credentials; every other path answers 404. */
export function createIngestService({ host, port, version, log }: IngestServiceOptions): IngestService {
  const server = http.createServer(
    { maxHeaderSize: HEADER_BYTES_MAX, requestTimeout: REQUEST_MS_MAX, headersTimeout: REQUEST_MS_MAX },
    (request, response) => {
      request.resume();
      // Compared as it came: parsing throws on what a hostile client may send.
      const [pathname = ""] = (request.url ?? "").split("?");
      if (pathname !== "/health") return answer(response, 404, notFoundBody(pathname));
      if (request.method !== "GET" && request.method !== "HEAD") {
        response.setHeader("allow", "GET, HEAD");
        return answer(response, 405, errorBody("method_not_allowed", "Only GET and HEAD are allowed here."));
      }
      answer(response, 200, { status: "ok", service: "ingest", version });
    },
  );
  // Without a listener Node closes an upgrade silently; a script deserves the same words as on a plain request.
  server.on("upgrade", (_request, socket) => {
    const body = JSON.stringify(notFoundBody("this path"));
    socket.end(
      `HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  });
  let stopping: Promise<void> | undefined;

  return {
    start: () =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, host, () => {
          const { port: taken } = server.address() as AddressInfo;
          log.info("listening", { host, port: taken });
          resolve(taken);
        });
      }),
    stop: () =>
      (stopping ??= new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      })),
  };
}

function answer(response: http.ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(text);
}

function notFoundBody(path: string): object {
  return errorBody("not_found", `${path} was not found here. GET /health tells the state of this service.`);
}

function errorBody(code: string, message: string): object {
  return { error: { code, message, issues: [] } };
}
