import type { DataItem } from "../messages.ts";

/** An unknown content, equal to every other: of refused items, and of numbers accepted before a restart. */
export const UNKNOWN_CONTENT = NaN;

const scratch = new Float64Array(1);
const scratchWords = new Uint32Array(scratch.buffer);

/**
 * 53 bits of what an item says (its number left out), the same for its text and its binary form. It finds mistakes, such as
 * two processes that use one session: it is no defence against somebody who looks for collisions.
 */
export function contentHash(item: DataItem): number {
  switch (item.type) {
    case "refused":
      return UNKNOWN_CONTENT;
    case "mark":
      return hash
        .begin()
        .number(item.timestamp)
        .text(item.kind)
        .text(item.text ?? "")
        .finish();
    case "message": {
      hash
        .begin()
        .number(item.timestamp)
        .word(item.frame_index ?? -1)
        .text(item.topic);
      if (typeof item.data === "string") return hash.text(item.data).finish();
      return hash.bytes(item.data.buffer, item.data.byteOffset, item.data.byteLength).finish();
    }
  }
}

/** Two lanes of multiply and rotate over 32-bit words, after MurmurHash3. */
class Hash {
  /** A typed array, because integers of 32 bits in plain fields are boxed anew at every step. */
  readonly #lanes = new Int32Array(2);

  begin(): this {
    this.#lanes[0] = 0x9e3779b9;
    this.#lanes[1] = 0x85ebca6b;
    return this;
  }

  word(word: number): this {
    this.#lanes[0] = stepA(this.#lanes[0] ?? 0, word);
    this.#lanes[1] = stepB(this.#lanes[1] ?? 0, word);
    return this;
  }

  number(value: number): this {
    scratch[0] = value;
    return this.word(scratchWords[0] ?? 0).word(scratchWords[1] ?? 0);
  }

  text(text: string): this {
    let a = this.#lanes[0] ?? 0;
    let b = this.#lanes[1] ?? 0;
    for (let i = 0; i < text.length; i++) {
      a = stepA(a, text.charCodeAt(i));
      b = stepB(b, text.charCodeAt(i));
    }
    this.#lanes[0] = a;
    this.#lanes[1] = b;
    return this.word(text.length);
  }

  bytes(buffer: ArrayBufferLike, offset: number, length: number): this {
    const whole = Math.floor(length / 4);
    // Pictures of a text frame and of an aligned one lie at a multiple of 4; the others are copied once.
    const inPlace = offset % 4 === 0;
    const words = inPlace ? wordsOf(buffer) : new Uint32Array(buffer.slice(offset, offset + whole * 4));
    const first = inPlace ? offset / 4 : 0;
    let a = this.#lanes[0] ?? 0;
    let b = this.#lanes[1] ?? 0;
    for (let i = first; i < first + whole; i++) {
      const word = words[i] ?? 0;
      a = stepA(a, word);
      b = stepB(b, word);
    }
    this.#lanes[0] = a;
    this.#lanes[1] = b;
    if (length % 4 > 0) {
      for (const byte of new Uint8Array(buffer, offset + whole * 4, length % 4)) this.word(byte);
    }
    return this.word(length);
  }

  finish(): number {
    const [a = 0, b = 0] = this.#lanes;
    const high = mix(a ^ rotate(b, 7)) & 0x1f_ffff;
    return high * 2 ** 32 + (mix(b) >>> 0);
  }
}

/** One for all: a new one for each message was a tenth of what a message costs. */
const hash = new Hash();

let seen: ArrayBufferLike = new ArrayBuffer(0);
let seenWords: Uint32Array = new Uint32Array(seen);

/** All of a buffer as words: the messages of one frame lie in the same one, and a view costs as much as the hash of a few values. */
function wordsOf(buffer: ArrayBufferLike): Uint32Array {
  if (buffer !== seen) {
    seen = buffer;
    seenWords = new Uint32Array(buffer, 0, Math.floor(buffer.byteLength / 4));
  }
  return seenWords;
}

function stepA(lane: number, word: number): number {
  return (Math.imul(rotate(lane ^ Math.imul(word, 0xcc9e2d51), 13), 5) + 0x1b873593) | 0;
}

function stepB(lane: number, word: number): number {
  return (Math.imul(rotate(lane ^ Math.imul(word, 0x2c1b3c6d), 17), 9) + 0x297a2d39) | 0;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function mix(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
