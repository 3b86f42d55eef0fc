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
      return new Hash()
        .number(item.timestamp)
        .text(item.kind)
        .text(item.text ?? "")
        .finish();
    case "message": {
      const hash = new Hash()
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
  #a = 0x9e3779b9 | 0;
  #b = 0x85ebca6b | 0;

  word(word: number): this {
    this.#a = Math.imul(rotate(this.#a ^ Math.imul(word, 0xcc9e2d51), 13), 5) + 0x1b873593;
    this.#b = Math.imul(rotate(this.#b ^ Math.imul(word, 0x2c1b3c6d), 17), 9) + 0x297a2d39;
    return this;
  }

  number(value: number): this {
    scratch[0] = value;
    return this.word(scratchWords[0] ?? 0).word(scratchWords[1] ?? 0);
  }

  text(text: string): this {
    for (let i = 0; i < text.length; i++) this.word(text.charCodeAt(i));
    return this.word(text.length);
  }

  bytes(buffer: ArrayBufferLike, offset: number, length: number): this {
    const whole = Math.floor(length / 4);
    if (offset % 4 === 0) {
      const words = new Uint32Array(buffer, offset, whole);
      for (let i = 0; i < whole; i++) this.word(words[i] ?? 0);
    } else {
      const view = new DataView(buffer, offset, whole * 4);
      for (let i = 0; i < whole; i++) this.word(view.getUint32(i * 4, true));
    }
    for (const byte of new Uint8Array(buffer, offset + whole * 4, length - whole * 4)) this.word(byte);
    return this.word(length);
  }

  finish(): number {
    const high = mix(this.#a ^ rotate(this.#b, 7)) & 0x1f_ffff;
    return high * 2 ** 32 + (mix(this.#b) >>> 0);
  }
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function mix(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
