import { once } from "node:events";
import type { ServerMessage } from "@retake/protocol/messages";
import { decodeServerText } from "@retake/protocol/text";
import { WebSocket, type ClientOptions } from "ws";

export type Told<T extends ServerMessage["type"]> = Extract<ServerMessage, { type: T }>;

/** A robot by hand: sends what a test says, and keeps all that it is told. */
export class Robot {
  readonly ws: WebSocket;
  readonly told: ServerMessage[] = [];
  closed: { code: number; reason: string } | null = null;
  #waiters: (() => void)[] = [];

  private constructor(ws: WebSocket) {
    this.ws = ws;
    ws.on("message", (data: Buffer) => {
      const message = decodeServerText(data.toString());
      if (message !== null) this.told.push(message);
      this.#changed();
    });
    ws.on("close", (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#changed();
    });
    ws.on("error", () => undefined);
  }

  /** Connected; a URL with a token needs no other. */
  static async connect(url: string, options: ClientOptions & { token?: string } = {}): Promise<Robot> {
    const { token, ...rest } = options;
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const robot = new Robot(new WebSocket(url, [], { ...rest, headers }));
    await once(robot.ws, "open");
    return robot;
  }

  send(message: object): void {
    this.ws.send(JSON.stringify(message));
  }

  /** Starts a session of protocol 2, or resumes it. */
  async start(sessionId: string, fields: object = {}): Promise<Told<"session_started">> {
    this.send({ type: "session_start", session_id: sessionId, protocol: 2, ...fields });
    return this.hears("session_started");
  }

  /** Waits until a message of this type has come that satisfies `is`. */
  async hears<T extends ServerMessage["type"]>(
    type: T,
    is: (message: Told<T>) => boolean = () => true,
  ): Promise<Told<T>> {
    for (;;) {
      const found = this.told.find(
        (message): message is Told<T> => message.type === type && is(message as Told<T>),
      );
      if (found !== undefined) return found;
      if (this.closed !== null) {
        throw new Error(
          `closed with ${this.closed.code} ${this.closed.reason}; told ${JSON.stringify(this.told)}`,
        );
      }
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
    }
  }

  acked(seq: number): Promise<Told<"ack">> {
    return this.hears("ack", (ack) => ack.seq >= seq);
  }

  get lastAck(): number {
    return this.told.reduce(
      (last, message) => (message.type === "ack" ? Math.max(last, message.seq) : last),
      0,
    );
  }

  async ends(): Promise<{ code: number; reason: string }> {
    while (this.closed === null) await new Promise<void>((resolve) => this.#waiters.push(resolve));
    return this.closed;
  }

  /** The error it was told, and the code it was closed with. */
  async refusal(): Promise<{ code: string | undefined; fatal: boolean | undefined; close: number }> {
    const { code: close } = await this.ends();
    const error = this.told.findLast((message): message is Told<"error"> => message.type === "error");
    return { code: error?.code, fatal: error?.fatal, close };
  }

  /** Without a goodbye. */
  cut(): void {
    this.ws.terminate();
  }

  #changed(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }
}

/** A message of numbers. */
export function sample(seq: number | null, value: number, fields: object = {}): object {
  return {
    type: "message",
    topic: "/joint_states",
    timestamp: (seq ?? value) / 50,
    data_type: "float32[]",
    data: [value, -value],
    ...(seq === null ? {} : { seq }),
    ...fields,
  };
}
