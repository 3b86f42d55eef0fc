import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

export function answer(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(text);
}

/** An upgrade that is refused: a script deserves the same words as on a plain request. */
export function refuseUpgrade(socket: Duplex, status: "404 Not Found" | "503 Service Unavailable"): void {
  const body = JSON.stringify(
    status.startsWith("404")
      ? notFoundBody("this path")
      : errorBody("unavailable", "The service stops; come back."),
  );
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

export function notFoundBody(path: string): object {
  return errorBody("not_found", `${path} was not found here. GET /health tells the state of this service.`);
}

export function errorBody(code: string, message: string): object {
  return { error: { code, message, issues: [] } };
}
