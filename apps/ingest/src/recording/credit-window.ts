import { ProtocolError } from "@retake/protocol/errors";
import type { RecordingLimits } from "./limits.ts";

type Limits = Pick<RecordingLimits, "creditMax" | "creditMin" | "creditIdle">;

export interface Grant {
  /** The last number that is durable. */
  acked: number;
  /** Monotonic milliseconds. */
  now: number;
  /** Memory that what this connection sends may take; 0: memory is short. */
  roomBytes: number;
}

/** What a message held in memory takes beside its values, alone in its frame and its record as in JSON; half of it where three share one. */
export const MESSAGE_BYTES = 1_100;
/** Acks are counted over one to two of these. */
const SPAN_MS = 1_000;
/** A robot may have so many times under way what was acked over one to two spans. */
const SPANS_AHEAD = 2;

/**
 * How far one connection may run ahead of its acks. Who is acked more slowly may send less: what is under way, wherever it waits, is
 * acked within some four spans, and what is too much for the server waits at the robot, which knows of it. Who is acked
 * quickly gets twice as much with each round.
 */
export class CreditWindow {
  readonly #limits: Limits;
  /** The largest bound given: a smaller one may still be on its way to the robot. */
  #bound = 0;
  /** Of one message, smoothed; 0 before the first. */
  #meanBytes = 0;
  /** When this span began, null before the first grant, and what was acked when it and the one before it began. */
  #spanAt: number | null = null;
  #spanFrom = 0;
  #spanBeforeFrom = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** @throws ProtocolError `credit_exceeded` */
  check(seq: number): void {
    if (seq > this.#bound) {
      throw new ProtocolError(
        "credit_exceeded",
        `Message ${seq} is beyond the credit, which ends at ${this.#bound}.`,
      );
    }
  }

  sized(bytes: number): void {
    this.#meanBytes += (bytes - this.#meanBytes) / (this.#meanBytes === 0 ? 1 : 16);
  }

  /** The credit to tell with an ack. The first one is as large as there is room: a robot may come back with much to send. */
  grant({ acked, now, roomBytes }: Grant): number {
    const { creditMax, creditMin, creditIdle } = this.#limits;
    const fitting = Math.floor(roomBytes / (this.#meanBytes + MESSAGE_BYTES));
    const flowing = Math.max(creditIdle, SPANS_AHEAD * this.#ackedLately(acked, now));
    const credit = Math.max(creditMin, Math.min(creditMax, fitting, flowing));
    this.#bound = Math.max(this.#bound, acked + credit);
    return credit;
  }

  #ackedLately(acked: number, now: number): number {
    if (this.#spanAt === null) {
      this.#spanAt = now;
      this.#spanFrom = this.#spanBeforeFrom = acked;
      return Infinity;
    }
    const lately = acked - this.#spanBeforeFrom;
    if (now - this.#spanAt >= SPAN_MS) {
      // What is acked now after a long pause was sent before it, and counts.
      this.#spanBeforeFrom = this.#spanFrom;
      this.#spanFrom = acked;
      this.#spanAt = now;
    }
    return lately;
  }
}
