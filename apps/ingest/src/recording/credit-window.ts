import { ProtocolError } from "@retake/protocol/errors";
import type { RecordingLimits } from "./limits.ts";

type Limits = Pick<RecordingLimits, "creditMax" | "creditMin" | "heldBytesMax">;

/** How far one connection may run ahead of its acks. */
export class CreditWindow {
  readonly #limits: Limits;
  /** The largest bound given: a smaller one may still be on its way to the robot. */
  #bound = 0;
  /** Of one message, smoothed; 0 before the first. */
  #meanBytes = 0;

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

  /**
   * The credit to tell with an ack.
   * @param scarce memory is short: give the least
   */
  grant(acked: number, scarce: boolean): number {
    const { creditMax, creditMin, heldBytesMax } = this.#limits;
    const fitting = Math.floor(heldBytesMax / 2 / Math.max(1, this.#meanBytes));
    const credit = scarce ? creditMin : Math.min(creditMax, Math.max(creditMin, fitting));
    this.#bound = Math.max(this.#bound, acked + credit);
    return credit;
  }
}
