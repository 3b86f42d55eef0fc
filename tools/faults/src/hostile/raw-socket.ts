import { randomBytes } from "node:crypto";
import { once } from "node:events";
import net from "node:net";

/** A TCP connection that says what no WebSocket library would. */
export class RawSocket {
  readonly socket: net.Socket;
  /** Settles when the server, or the line, has ended it. */
  readonly ended: Promise<void>;

  private constructor(socket: net.Socket) {
    this.socket = socket;
    // Not `once` of node:events, which rejects for an error: a reset is an end like any other.
    this.ended = new Promise((resolve) => socket.once("close", () => resolve()));
    socket.on("error", () => undefined);
    socket.on("data", () => undefined);
  }

  static async connect(door: string): Promise<RawSocket> {
    const { hostname, port } = new URL(door);
    const socket = net.connect(Number(port), hostname);
    await once(socket, "connect");
    return new RawSocket(socket);
  }

  /** With a WebSocket's upgrade behind it. */
  static async upgraded(door: string): Promise<RawSocket> {
    const raw = await RawSocket.connect(door);
    const key = randomBytes(16).toString("base64");
    raw.socket.write(
      `GET /ws/ingest HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
    );
    const answered = new Promise<void>((resolve) => raw.socket.once("data", () => resolve()));
    await Promise.race([answered, raw.ended]);
    return raw;
  }
}
