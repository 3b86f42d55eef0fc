import { randomBytes } from "node:crypto";
import { once } from "node:events";
import net from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** A TCP connection that has upgraded, for frames that no well-behaved client would send. */
export class RawSocket {
  readonly socket: net.Socket;
  received = Buffer.alloc(0);
  ended = false;

  constructor(socket: net.Socket) {
    this.socket = socket;
    socket.on("data", (chunk: Buffer) => (this.received = Buffer.concat([this.received, chunk])));
    socket.on("close", () => (this.ended = true));
    socket.on("error", () => undefined);
  }

  static async connect(url: string): Promise<RawSocket> {
    const { hostname, port } = new URL(url);
    const socket = net.connect(Number(port), hostname);
    await once(socket, "connect");
    return new RawSocket(socket);
  }

  static async upgraded(url: string, token?: string): Promise<RawSocket> {
    const raw = await RawSocket.connect(url);
    const key = randomBytes(16).toString("base64");
    const authorization = token === undefined ? "" : `Authorization: Bearer ${token}\r\n`;
    raw.socket.write(
      `GET /ws/ingest HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n${authorization}\r\n`,
    );
    while (!raw.received.includes("\r\n\r\n")) await once(raw.socket, "data");
    raw.received = Buffer.alloc(0);
    return raw;
  }

  /** One frame with a mask of zeros. @param first the frame's first byte: FIN 0x80, opcode */
  frame(first: number, payload: Uint8Array): Buffer {
    const length = payload.length;
    const head =
      length < 126
        ? Buffer.from([first, 0x80 | length])
        : length < 65_536
          ? Buffer.from([first, 0xfe, length >> 8, length & 255])
          : Buffer.concat([
              Buffer.from([first, 0xff, 0, 0, 0, 0]),
              Buffer.from(new Uint32Array([length]).buffer).swap32(),
            ]);
    return Buffer.concat([head, Buffer.alloc(4), payload]);
  }

  /** The code of the close frame, or null when the connection just ended. */
  async closeCode(): Promise<number | null> {
    while (!this.ended) await delay(10);
    let at = 0;
    while (at + 2 <= this.received.length) {
      const length = this.received[at + 1]!;
      const head = length === 126 ? 4 : 2;
      const size = length === 126 ? this.received.readUInt16BE(at + 2) : length;
      if ((this.received[at]! & 15) === 8) return size >= 2 ? this.received.readUInt16BE(at + head) : null;
      at += head + size;
    }
    return null;
  }
}
