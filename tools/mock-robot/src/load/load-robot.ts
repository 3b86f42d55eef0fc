import type { TopicDeclaration } from "@retake/protocol/messages";
import { type FinishedSession, type OutgoingItem, RobotClient } from "../client.ts";
import { cameraTopic } from "../stream.ts";
import type { AckTimes } from "./ack-times.ts";
import type { LoadArgs } from "./load-args.ts";

/** Un-acked messages one robot keeps. */
const WAITING_MAX = 20_000;

export interface LoadRobotOptions {
  args: LoadArgs;
  token: string | null;
  sessionId: string;
  /** Of each camera: pictures sent in turn. */
  pictures: readonly (readonly Uint8Array<ArrayBuffer>[])[];
  /** Takes the milliseconds from handing over to ack of every message. */
  ackTimes: AckTimes;
  /** Seconds by which this robot's messages are shifted against those of others. */
  phase: number;
}

/** One robot of a load: sines and ready-made pictures, on time, as cheaply as possible. */
export class LoadRobot {
  readonly client: RobotClient;
  readonly #options: LoadRobotOptions;
  readonly #sentAt = new Float64Array(WAITING_MAX + 1);
  #handedOver = 0;
  #acked = 0;
  #ticks = 0;
  #frames = 0;
  /** Times that the client had no room left. */
  heldBack = 0;

  constructor(options: LoadRobotOptions) {
    const { args, token, sessionId } = options;
    this.#options = options;
    this.client = new RobotClient({
      url: args.serverUrl,
      token,
      form: args.form,
      session: { sessionId, topics: declare(args), fps: args.rate, robotType: "load" },
      limits: { items: WAITING_MAX },
      hooks: { onAck: (seq) => this.#measure(seq), onStarted: (from) => this.#measure(from - 1) },
    });
  }

  get handedOver(): number {
    return this.#handedOver;
  }

  /**
   * Hands over what is due; what finds no room stays due.
   * @param seconds since the begin
   * @param periods of `--rate` that have passed by then: a burst makes them run faster
   */
  tick(seconds: number, periods: number): void {
    const { args, phase } = this.#options;
    const shifted = periods - phase * args.rate;
    while (this.#ticks < shifted && this.#signals(seconds)) this.#ticks++;
    while (this.#frames < (shifted * args.cameraRate) / args.rate && this.#pictures(seconds)) this.#frames++;
  }

  finish(): Promise<FinishedSession> {
    return this.client.finish({ outcome: "success" });
  }

  #signals(seconds: number): boolean {
    const { topics, dims } = this.#options.args;
    if (!this.#hasRoom(topics)) return false;
    for (let topic = 0; topic < topics; topic++) {
      const data = new Float32Array(dims);
      for (let i = 0; i < dims; i++) data[i] = Math.sin(seconds + i + topic);
      const head = { type: "message", topic: signalTopic(topic), timestamp: seconds } as const;
      this.#send({ ...head, frame_index: this.#ticks, data_type: "float32[]", data });
    }
    return true;
  }

  #pictures(seconds: number): boolean {
    const { pictures } = this.#options;
    if (!this.#hasRoom(pictures.length)) return false;
    for (const [index, album] of pictures.entries()) {
      const data = album[this.#frames % album.length];
      if (data === undefined) continue;
      const head = { type: "message", topic: cameraTopic(index), timestamp: seconds } as const;
      this.#send({ ...head, frame_index: this.#frames, data_type: "image", data });
    }
    return true;
  }

  /** All messages of one moment are handed over, or none. */
  #hasRoom(messages: number): boolean {
    if (this.client.stats.waiting + messages <= WAITING_MAX) return true;
    this.heldBack++;
    return false;
  }

  #send(item: OutgoingItem): void {
    if (!this.client.send(item)) {
      this.heldBack++;
      return;
    }
    this.#handedOver++;
    // The first message of a session of its own has the number 1.
    this.#sentAt[this.#handedOver % this.#sentAt.length] = performance.now();
  }

  #measure(acked: number): void {
    const now = performance.now();
    for (let seq = this.#acked + 1; seq <= acked; seq++) {
      this.#options.ackTimes.add(now - (this.#sentAt[seq % this.#sentAt.length] ?? now));
    }
    this.#acked = Math.max(this.#acked, acked);
  }
}

function signalTopic(index: number): string {
  return `/signal_${index + 1}`;
}

function declare({ topics, dims, cameras }: LoadArgs): TopicDeclaration[] {
  const rest = { names: null, units: null };
  return [
    ...Array.from({ length: topics }, (_, i): TopicDeclaration => ({
      topic: signalTopic(i),
      data_type: "float32[]",
      shape: [dims],
      ...rest,
    })),
    ...Array.from({ length: cameras }, (_, i): TopicDeclaration => ({
      topic: cameraTopic(i),
      data_type: "image",
      shape: null,
      ...rest,
    })),
  ];
}
