import type { PullRules, PullTarget } from "@retake/core/pull-address";
import WebSocket from "ws";
import { PULL_LIMITS } from "../pull-limits.ts";
import type { Channel } from "./channel.ts";
import { failureWords } from "./failure-words.ts";
import { pullLookup } from "./pull-lookup.ts";
import { readServerData } from "./server-data.ts";
import { readServerText, type ServerText } from "./server-text.ts";

/** What is heard of a server, in order; nothing after `closed`, which comes once. */
export interface FoxgloveEars {
  info(server: { sessionId: string | null }): void;
  offered(channels: Channel[]): void;
  withdrawn(ids: number[]): void;
  data(channelId: number, logNs: bigint, payload: Uint8Array): void;
  complaint(words: string): void;
  /** @param problem in words; null when it was closed from here */
  closed(problem: string | null): void;
}

export interface FoxgloveConnection {
  subscribe(channelIds: readonly number[]): void;
  unsubscribe(channelIds: readonly number[]): void;
  /** Stops reading, so that the server has to wait. */
  pause(): void;
  resume(): void;
  close(): void;
}

export interface FoxgloveTimes {
  /** For the connection, and for the first word of the server. */
  openMs: number;
  /** A server that is silent for two of these, pings not answered, is gone. */
  pulseMs: number;
}

const TIMES: FoxgloveTimes = { openMs: 10_000, pulseMs: 10_000 };
const PROTOCOLS = ["foxglove.sdk.v1", "foxglove.websocket.v1"];

/** Connects as a client that only listens. Faults end the connection and are told as `closed`; nothing is thrown. */
export function connectFoxglove(
  target: PullTarget,
  rules: PullRules,
  ears: FoxgloveEars,
  times: FoxgloveTimes = TIMES,
): FoxgloveConnection {
  return new Connection(target, rules, ears, times);
}

class Connection implements FoxgloveConnection {
  readonly #socket: WebSocket;
  readonly #ears: FoxgloveEars;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #channelOf = new Map<number, number>();
  #nextSubscription = 1;
  #introduced = false;
  #heard = true;
  #closed = false;

  constructor(target: PullTarget, rules: PullRules, ears: FoxgloveEars, times: FoxgloveTimes) {
    this.#ears = ears;
    const socket = new WebSocket(target.url, PROTOCOLS, {
      lookup: pullLookup(target, rules),
      followRedirects: false,
      perMessageDeflate: false,
      maxPayload: PULL_LIMITS.frameBytesMax,
      handshakeTimeout: times.openMs,
    });
    this.#socket = socket;
    socket.binaryType = "nodebuffer";
    socket.on("message", (data, isBinary) => this.#hear(data as Buffer, isBinary));
    socket.on("pong", () => (this.#heard = true));
    socket.on("error", (error) => this.#end(failureWords(target, error)));
    socket.on("close", (code) => this.#end(closeWords(code)));
    this.#timers.push(
      setTimeout(
        () => this.#introduced || this.#end("It does not say who it is: no Foxglove server."),
        2 * times.openMs,
      ),
      setInterval(() => this.#checkPulse(), times.pulseMs),
    );
  }

  subscribe(channelIds: readonly number[]): void {
    const subscriptions = channelIds.map((channelId) => {
      const id = this.#nextSubscription++;
      this.#channelOf.set(id, channelId);
      return { id, channelId };
    });
    if (subscriptions.length > 0) this.#say({ op: "subscribe", subscriptions });
  }

  unsubscribe(channelIds: readonly number[]): void {
    const ids = new Set(channelIds);
    const gone = [...this.#channelOf].filter(([, channelId]) => ids.has(channelId)).map(([id]) => id);
    for (const id of gone) this.#channelOf.delete(id);
    if (gone.length > 0) this.#say({ op: "unsubscribe", subscriptionIds: gone });
  }

  pause(): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.pause();
  }

  resume(): void {
    this.#heard = true;
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.resume();
  }

  close(): void {
    this.#end(null);
  }

  #say(message: object): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #hear(bytes: Buffer, isBinary: boolean): void {
    if (this.#closed) return;
    this.#heard = true;
    try {
      if (isBinary) {
        const data = readServerData(bytes);
        const channelId = data === null ? undefined : this.#channelOf.get(data.subscription);
        if (data !== null && channelId !== undefined) this.#ears.data(channelId, data.logNs, data.payload);
      } else {
        const text = readServerText(bytes);
        if (text !== null) this.#hearText(text);
      }
    } catch (thrown) {
      this.#end(thrown instanceof Error ? thrown.message : "It sent something that cannot be read.");
    }
  }

  #hearText(text: ServerText): void {
    switch (text.op) {
      case "serverInfo":
        this.#introduced = true;
        return this.#ears.info(text);
      case "advertise":
        return this.#ears.offered(text.channels);
      case "unadvertise":
        this.unsubscribe(text.ids);
        return this.#ears.withdrawn(text.ids);
      default:
        if (text.isError) this.#ears.complaint(text.message);
    }
  }

  #checkPulse(): void {
    const { readyState, isPaused } = this.#socket;
    if (readyState !== WebSocket.OPEN || isPaused) return;
    if (!this.#heard) return this.#end("It has fallen silent.");
    this.#heard = false;
    this.#socket.ping();
  }

  #end(problem: string | null): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    // Its own faults while it goes are of no interest.
    this.#socket.on("error", () => undefined);
    this.#socket.terminate();
    this.#ears.closed(problem);
  }
}

function closeWords(code: number): string {
  return code === 1000 || code === 1001 || code === 1005
    ? "It has closed the connection."
    : "The connection broke.";
}
