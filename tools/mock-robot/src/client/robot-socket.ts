import WebSocket from "ws";

/** What a {@link RobotSocket} tells. `close` comes exactly once, also when it could never connect (1006). */
export interface SocketEvents {
  open(): void;
  message(frame: string | Uint8Array): void;
  /** A sign of life that says nothing else: a ping or pong. */
  alive(): void;
  close(code: number, reason: string): void;
}

/** One connection, as far as the client needs it: tests put their own in its place. */
export interface RobotSocket {
  /** @param sent called when the frame has left this process */
  send(frame: string | Uint8Array, sent: () => void): void;
  ping(): void;
  close(code: number, reason: string): void;
  /** Breaks the line without a word. */
  terminate(): void;
  /** Bytes given to `send` that have not left yet; infinite when nothing can leave. */
  readonly waitingBytes: number;
}

/** Begins to connect. No event comes before it has returned. @throws SyntaxError for no address of a WebSocket */
export type OpenSocket = (url: string, token: string | null, events: SocketEvents) => RobotSocket;

const HANDSHAKE_MS_MAX = 10_000;
/** The longest message of a server is an error of 4,096 characters. */
const SERVER_FRAME_BYTES_MAX = 64 << 10;
/** What a refused upgrade means in the words of the protocol. Others, such as 503, are worth another try. */
const CLOSE_OF_STATUS = new Map([
  [400, 4400],
  [401, 4401],
  [403, 4403],
  [404, 4400],
]);

/** A real WebSocket; the token goes with the upgrade as `Authorization: Bearer`. */
export const openWebSocket: OpenSocket = (url, token, events) => {
  const socket = new WebSocket(url, {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    handshakeTimeout: HANDSHAKE_MS_MAX,
    maxPayload: SERVER_FRAME_BYTES_MAX,
    perMessageDeflate: false,
  });
  let closed = false;
  let fault = "";
  const close = (code: number, reason: string): void => {
    if (closed) return;
    closed = true;
    events.close(code, reason);
  };
  socket.on("open", () => events.open());
  socket.on("message", (data: Buffer, isBinary) => events.message(isBinary ? data : data.toString("utf8")));
  socket.on("ping", () => events.alive());
  socket.on("pong", () => events.alive());
  socket.on("error", (error) => (fault = error.message));
  socket.on("unexpected-response", (request, response) => {
    request.destroy();
    const status = response.statusCode ?? 0;
    close(CLOSE_OF_STATUS.get(status) ?? 1006, `${url} answered HTTP ${status}`);
  });
  socket.on("close", (code, reason) => close(code, reason.toString("utf8") || fault));
  return {
    send: (frame, sent) => socket.send(frame, () => sent()),
    ping: () => {
      if (socket.readyState === WebSocket.OPEN) socket.ping();
    },
    close: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
    get waitingBytes() {
      // What is given to a closing socket is thrown away.
      return socket.readyState === WebSocket.OPEN ? socket.bufferedAmount : Number.POSITIVE_INFINITY;
    },
  };
};
