import { FragmentCounter } from "./fragment-counter.ts";
import type { SocketLimits } from "./limits.ts";
import { TokenBucket } from "./token-bucket.ts";

/** How much one connection sends. Times are monotonic milliseconds. */
export class SocketRates {
  /** All that was read, headers included. */
  bytes = 0;
  readonly #fragments = new FragmentCounter();
  readonly #messageBucket: TokenBucket;
  readonly #byteBucket: TokenBucket;
  readonly #controlBucket: TokenBucket;
  readonly #faultBucket: TokenBucket;

  constructor(limits: SocketLimits, now: number) {
    const {
      messagesPerS,
      messagesBurst,
      bytesPerS,
      bytesBurst,
      controlPerS,
      controlBurst,
      faultsPerS,
      faultsBurst,
    } = limits;
    this.#messageBucket = new TokenBucket({ perS: messagesPerS, burst: messagesBurst }, now);
    this.#byteBucket = new TokenBucket({ perS: bytesPerS, burst: bytesBurst }, now);
    this.#controlBucket = new TokenBucket({ perS: controlPerS, burst: controlBurst }, now);
    this.#faultBucket = new TokenBucket({ perS: faultsPerS, burst: faultsBurst }, now);
  }

  /** @returns milliseconds to wait before reading on */
  data(bytes: number, messages: number, now: number): number {
    return Math.max(this.#byteBucket.take(bytes, now), this.#messageBucket.take(messages, now));
  }

  /** @returns whether one more ping or pong is all right */
  control(now: number): boolean {
    return this.#controlBucket.take(1, now) === 0;
  }

  /** @returns whether one more frame that could not be read is all right */
  fault(now: number): boolean {
    return this.#faultBucket.take(1, now) === 0;
  }

  /** @returns parts of the message that is coming in */
  fragments(chunk: Uint8Array): number {
    this.bytes += chunk.byteLength;
    this.#fragments.feed(chunk);
    return this.#fragments.fragments;
  }
}
