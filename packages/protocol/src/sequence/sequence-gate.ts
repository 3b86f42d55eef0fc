import { PROTOCOL_LIMITS } from "../limits.ts";
import { UNKNOWN_CONTENT } from "./content-hash.ts";

/**
 * `accept`: store it. `duplicate`: known, ignore it. `conflict`: known with other content. `gap`: not yet wanted; tell
 * {@link SequenceGate.wanted} once. `in_gap`: not yet wanted, told before. `missing`: it has no number.
 */
export type Verdict = "accept" | "duplicate" | "conflict" | "gap" | "in_gap" | "missing";

/**
 * The server's side of one session's numbers: what is accepted is 1, 2, 3… without gaps or repeats.
 *
 * A repeat with other content is found among the last `window` accepted numbers whose content is known; an older repeat, or one
 * from before a restart that nobody {@link remember}ed, is taken for a duplicate. Either way what was accepted first stays.
 */
export class SequenceGate {
  readonly #hashes: Float64Array;
  #wanted: number;
  #gapTold = false;

  constructor({
    wanted = 1,
    window = PROTOCOL_LIMITS.sequenceWindow,
  }: { wanted?: number; window?: number } = {}) {
    this.#hashes = new Float64Array(window).fill(UNKNOWN_CONTENT);
    this.#wanted = wanted;
  }

  /** The next number to accept. */
  get wanted(): number {
    return this.#wanted;
  }

  /** @param hash of {@link contentHash} */
  offer(seq: number | null, hash: number): Verdict {
    if (seq === null) return "missing";
    if (seq > this.#wanted) {
      const verdict = this.#gapTold ? "in_gap" : "gap";
      this.#gapTold = true;
      return verdict;
    }
    if (seq < this.#wanted) return this.#isOther(seq, hash) ? "conflict" : "duplicate";
    this.#hashes[seq % this.#hashes.length] = hash;
    this.#wanted = seq + 1;
    this.#gapTold = false;
    return "accept";
  }

  /** Tells the content of a number accepted before a restart. */
  remember(seq: number, hash: number): void {
    if (this.#isInWindow(seq)) this.#hashes[seq % this.#hashes.length] = hash;
  }

  /** Wants `seq` again and all after it: they were accepted, but could not be stored. */
  rewind(seq: number): void {
    for (let lost = Math.max(seq, this.#wanted - this.#hashes.length); lost < this.#wanted; lost++) {
      this.#hashes[lost % this.#hashes.length] = UNKNOWN_CONTENT;
    }
    this.#wanted = Math.min(this.#wanted, seq);
    this.#gapTold = false;
  }

  /** A new connection is told of its gap anew. */
  reconnected(): void {
    this.#gapTold = false;
  }

  #isInWindow(seq: number): boolean {
    return seq >= 1 && seq < this.#wanted && seq >= this.#wanted - this.#hashes.length;
  }

  #isOther(seq: number, hash: number): boolean {
    const known = this.#isInWindow(seq)
      ? (this.#hashes[seq % this.#hashes.length] ?? UNKNOWN_CONTENT)
      : UNKNOWN_CONTENT;
    return !Number.isNaN(known) && !Number.isNaN(hash) && known !== hash;
  }
}
