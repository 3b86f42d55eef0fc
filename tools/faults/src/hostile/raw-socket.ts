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
    this.ended = once(socket, "close").then(() => undefined);
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
    await Promise.race([once(raw.socket, "data"), raw.ended]);
    return raw;
  }
}
