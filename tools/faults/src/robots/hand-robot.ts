import { once } from "node:events";
import type { ServerMessage } from "@retake/protocol/messages";
import { decodeServerText } from "@retake/protocol/text";
import { WebSocket } from "ws";

type Told<T extends ServerMessage["type"]> = Extract<ServerMessage, { type: T }>;

/** A robot by hand, for what no well-behaved client says. Keeps all that it is told. */
export class HandRobot {
  readonly ws: WebSocket;
  readonly told: ServerMessage[] = [];
  closed: number | null = null;
  #waiters: (() => void)[] = [];

  private constructor(ws: WebSocket) {
    this.ws = ws;
    ws.on("message", (data: Buffer) => {
      const message = decodeServerText(data.toString());
      if (message !== null) this.told.push(message);
      this.#changed();
    });
    ws.on("close", (code) => {
      this.closed = code;
      this.#changed();
    });
    ws.on("error", () => undefined);
  }

  static async connect(door: string, token: string): Promise<HandRobot> {
    const robot = new HandRobot(new WebSocket(door, { headers: { authorization: `Bearer ${token}` } }));
    await once(robot.ws, "open");
    return robot;
  }

  send(...messages: object[]): void {
    this.ws.send(JSON.stringify(messages.length === 1 ? messages[0] : { type: "batch", messages }));
  }

  /** Starts a session of protocol 2, or resumes it. @returns the number wanted */
  async start(sessionId: string, fields: object = {}): Promise<number> {
    this.send({ type: "session_start", session_id: sessionId, protocol: 2, resume: true, ...fields });
    return (await this.hears("session_started")).resume_from;
  }

  /** Waits until such a message has come. @throws Error when the connection ends before */
  async hears<T extends ServerMessage["type"]>(
    type: T,
    is: (message: Told<T>) => boolean = () => true,
  ): Promise<Told<T>> {
    for (;;) {
      const found = this.told.find((one): one is Told<T> => one.type === type && is(one as Told<T>));
      if (found !== undefined) return found;
      if (this.closed !== null) {
        throw new Error(`closed with ${this.closed} before ${type}; told ${JSON.stringify(this.told)}`);
      }
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
    }
  }

  acked(seq: number): Promise<Told<"ack">> {
    return this.hears("ack", (ack) => ack.seq >= seq);
  }

  /** The code it was closed with. */
  async ends(): Promise<number> {
    while (this.closed === null) await new Promise<void>((resolve) => this.#waiters.push(resolve));
    return this.closed;
  }

  errors(): string[] {
    return this.told.flatMap((message) => (message.type === "error" ? [message.code] : []));
  }

  cut(): void {
    this.ws.terminate();
  }

  #changed(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }
}
