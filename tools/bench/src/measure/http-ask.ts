import { connect } from "node:net";
import { toRestRequest, type Ask } from "../question.ts";
import { AnswerReader, type HttpAnswer } from "./answer-reader.ts";

export interface HttpAsk {
  ask: Ask;
  /** Any other call. @param path with what goes before it @param body JSON text @throws for every status but 200 */
  call: (method: string, path: string, body?: string) => Promise<Uint8Array>;
  /** `GET /health`: what the same server needs to say next to nothing. */
  askHealth: () => Promise<Uint8Array>;
  close(): void;
}

/**
 * Asks over one kept-alive socket, one question at a time; an answer counts as had when its last byte is here. Node's own HTTP client
 * would cost more than most of the answers do, on both sides alike: the ratios would be those of the client.
 */
export function createHttpAsk(options: { port: number; prefix: string; token?: string }): HttpAsk {
  const { port, prefix, token } = options;
  const reader = new AnswerReader();
  let waiting: { resolve: (answer: HttpAnswer) => void; reject: (error: Error) => void } | null = null;
  const fail = (error: Error): void => {
    waiting?.reject(error);
    waiting = null;
  };
  const take = (bytes: number): boolean => {
    try {
      const answer = reader.take(bytes);
      if (answer === null) return true;
      waiting?.resolve(answer);
      waiting = null;
    } catch (error) {
      socket.destroy(error as Error);
    }
    return true;
  };
  const socket = connect({
    host: "127.0.0.1",
    port,
    noDelay: true,
    onread: { buffer: () => reader.room(), callback: take },
  });
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("the server hung up")));
  const fixed = `host: 127.0.0.1:${port}\r\naccept: application/json\r\n${token === undefined ? "" : `authorization: Bearer ${token}\r\n`}`;

  async function call(method: string, path: string, body?: string): Promise<Uint8Array> {
    if (waiting !== null) throw new Error("one question at a time");
    const about =
      body === undefined
        ? ""
        : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
    const answered = new Promise<HttpAnswer>((resolve, reject) => (waiting = { resolve, reject }));
    socket.write(`${method} ${path} HTTP/1.1\r\n${fixed}${about}\r\n${body ?? ""}`);
    const answer = await answered;
    if (answer.status === 200) return answer.body;
    throw new Error(`${method} ${path} answered ${answer.status}: ${answer.body.toString()}`);
  }

  return {
    ask(question) {
      const { method, path, query, body } = toRestRequest(question);
      const target = `${prefix}${path}${query === "" ? "" : `?${query}`}`;
      return call(method, target, body === undefined ? undefined : JSON.stringify(body));
    },
    call,
    askHealth: () => call("GET", "/health"),
    close: () => socket.destroy(),
  };
}
