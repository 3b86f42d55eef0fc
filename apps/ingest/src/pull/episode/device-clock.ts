/** A header time further from the server's than this is of another clock: one that counts from the robot's start, or none at all. */
const SAME_CLOCK_NS = 3_600n * 1_000_000_000n;

/**
 * Seconds from the first message, by the robot: a message's own header time where it has one, else the time the server received
 * it at. Nothing is repaired; a channel whose header times are of another clock is told once and timed by the server's.
 */
export class DeviceClock {
  #zeroNs: bigint | null = null;
  readonly #usesStamp = new Map<string, boolean>();

  /**
   * @param logNs the server's time of the message
   * @returns the time, and whether the channel was just found to have another clock
   */
  timeOf(topic: string, stampNs: bigint | null, logNs: bigint): { t: number; otherClock: boolean } {
    let otherClock = false;
    let usesStamp = this.#usesStamp.get(topic);
    if (usesStamp === undefined && stampNs !== null) {
      usesStamp = abs(stampNs - logNs) <= SAME_CLOCK_NS;
      otherClock = !usesStamp;
      this.#usesStamp.set(topic, usesStamp);
    }
    const ns = usesStamp === true && stampNs !== null ? stampNs : logNs;
    this.#zeroNs ??= ns;
    return { t: Number(ns - this.#zeroNs) / 1e9, otherClock };
  }
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
