import { Agent, request } from "node:http";
import { toRestRequest, type Ask } from "../question.ts";

export interface HttpAsk {
  ask: Ask;
  /** `GET /health`: what the same server needs to say next to nothing. */
  askHealth: () => Promise<Uint8Array>;
  close(): void;
}

/** Asks over one kept-alive connection; an answer counts as had when its last byte is here. */
export function createHttpAsk(options: { port: number; prefix: string; token?: string }): HttpAsk {
  const { port, prefix, token } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers: Record<string, string> = { accept: "application/json" };
  if (token !== undefined) headers["authorization"] = `Bearer ${token}`;

  function call(method: string, path: string, body: string | undefined): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const sent =
        body === undefined
          ? headers
          : { ...headers, "content-type": "application/json", "content-length": Buffer.byteLength(body) };
      const call = request({ agent, host: "127.0.0.1", port, method, path, headers: sent }, (response) => {
        const pieces: Buffer[] = [];
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.once("error", reject);
        response.once("end", () => {
          const bytes = Buffer.concat(pieces);
          if (response.statusCode === 200) resolve(bytes);
          else reject(new Error(`${method} ${path} answered ${response.statusCode}: ${bytes.toString()}`));
        });
      });
      call.once("error", reject);
      call.end(body);
    });
  }

  return {
    ask(question) {
      const { method, path, query, body } = toRestRequest(question);
      const target = `${prefix}${path}${query === "" ? "" : `?${query}`}`;
      return call(method, target, body === undefined ? undefined : JSON.stringify(body));
    },
    askHealth: () => call("GET", "/health", undefined),
    close: () => agent.destroy(),
  };
}
