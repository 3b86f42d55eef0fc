import { giveBuffer, takeBuffer } from "./text-buffers.ts";
import { timeText } from "./time-texts.ts";

const MINUS = 45;
const DOT = 46;
const ZERO = 48;
/** 10^0 to 10^16, beyond the largest whole number that is written digit by digit. */
const POWERS = Float64Array.from({ length: 17 }, (_, exponent) => Number(`1e${exponent}`));
/** `x * 10^9` stays below 2^53, so that scaled numbers are exact. */
const SCALABLE_MAX = 2 ** 23;
const SCALABLE_MIN = 1e-3;
/** Below it two float32 are less than 0.0001 apart: no more than one number of four decimals stands for either. */
const FOUR_DECIMALS_MAX = 512;
const TEXT_OF_NUMBER_BYTES_MAX = 32;

/** Grows a buffer of UTF-8; numbers are written digit by digit, which for float32 is several times faster than by way of a string. */
export class TextWriter {
  #bytes: Buffer;
  #capacity: number;
  #length = 0;

  constructor(bytes = 64 * 1024) {
    this.#bytes = takeBuffer(bytes);
    this.#capacity = this.#bytes.byteLength;
  }

  get length(): number {
    return this.#length;
  }

  /** What was written, as a view: the writer must not be used any more, but for `release`. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Once nobody looks at what was written: its memory is used for the next text. Not to call it is no fault. */
  release(): void {
    giveBuffer(this.#bytes);
    this.#bytes = Buffer.alloc(0);
    this.#capacity = this.#length = 0;
  }

  byte(code: number): void {
    if (this.#length === this.#capacity) this.#grow(1);
    this.#bytes[this.#length++] = code;
  }

  bytes(piece: Uint8Array): void {
    const { length } = piece;
    if (this.#length + length > this.#capacity) this.#grow(length);
    this.#bytes.set(piece, this.#length);
    this.#length += length;
  }

  text(text: string): void {
    if (this.#length + text.length * 3 > this.#capacity) this.#grow(text.length * 3);
    this.#length += this.#bytes.write(text, this.#length);
  }

  /** Writes again what stands at `[from, to)`. */
  repeat(from: number, to: number): void {
    if (this.#length + to - from > this.#capacity) this.#grow(to - from);
    this.#bytes.copyWithin(this.#length, from, to);
    this.#length += to - from;
  }

  /** The fewest decimals (at most 9) that give the same float32 back, as other languages print it: 0.1, not 0.10000000149011612. */
  float32(x: number): void {
    if (this.#length + TEXT_OF_NUMBER_BYTES_MAX > this.#capacity) this.#grow(TEXT_OF_NUMBER_BYTES_MAX);
    const size = Math.abs(x);
    if (size < SCALABLE_MAX && size === (size | 0)) return this.#decimal(x < 0, size, 0);
    if (size < SCALABLE_MAX && size >= SCALABLE_MIN) {
      const four = Math.round(size * 1e4);
      const isFour = Math.fround(four / 1e4) === size;
      if (isFour && size < FOUR_DECIMALS_MAX) return this.#shortDecimal(x < 0, four, 4);
      for (let decimals = isFour ? 0 : 5; decimals <= 9; decimals++) {
        const power = POWERS[decimals] ?? 1;
        const scaled = Math.round(size * power);
        if (Math.fround(scaled / power) === size) return this.#decimal(x < 0, scaled, decimals);
      }
    }
    this.text(shortFloat32(x));
  }

  /** The shortest text that gives the same double back. */
  float64(x: number): void {
    if (!this.#sixDecimals(x)) this.text(String(x));
  }

  /** The same for a time, which many rows and many episodes have in common. */
  time(x: number): void {
    if (!this.#sixDecimals(x)) this.bytes(timeText(x));
  }

  /** @returns false, and writes nothing, for a number that takes more than six decimals */
  #sixDecimals(x: number): boolean {
    const size = Math.abs(x);
    if (!(size < SCALABLE_MAX && size >= SCALABLE_MIN)) return false;
    const scaled = Math.round(size * 1e6);
    // A division of whole numbers below 2^53 is rounded like the decimal itself, so this is an exact test.
    if (scaled / 1e6 !== size) return false;
    if (this.#length + TEXT_OF_NUMBER_BYTES_MAX > this.#capacity) this.#grow(TEXT_OF_NUMBER_BYTES_MAX);
    this.#shortDecimal(x < 0, scaled, 6);
    return true;
  }

  integer(x: number): void {
    if (this.#length + TEXT_OF_NUMBER_BYTES_MAX > this.#capacity) this.#grow(TEXT_OF_NUMBER_BYTES_MAX);
    this.#decimal(x < 0, Math.abs(x), 0);
  }

  /** `scaled / 10^decimals` without the zeros at its end; there is room already. */
  #shortDecimal(negative: boolean, scaled: number, decimals: number): void {
    while (decimals > 0) {
      const tenth = Math.floor(scaled / 10);
      if (tenth * 10 !== scaled) break;
      scaled = tenth;
      decimals--;
    }
    this.#decimal(negative, scaled, decimals);
  }

  /** `scaled / 10^decimals`, from its last digit to its first; there is room already. */
  #decimal(negative: boolean, scaled: number, decimals: number): void {
    const bytes = this.#bytes;
    let first = this.#length;
    if (negative) bytes[first++] = MINUS;
    let digits = decimals + 1;
    while (scaled >= (POWERS[digits] ?? Infinity)) digits++;
    let at = first + digits + (decimals > 0 ? 1 : 0);
    this.#length = at;
    let left = decimals;
    let rest = scaled;
    while (rest > 0x7fffffff) {
      const tenth = Math.floor(rest / 10);
      bytes[--at] = ZERO + (rest - tenth * 10);
      if (--left === 0) bytes[--at] = DOT;
      rest = tenth;
    }
    for (let small = rest | 0; at > first;) {
      const tenth = (small / 10) | 0;
      bytes[--at] = ZERO + (small - tenth * 10);
      if (--left === 0) bytes[--at] = DOT;
      small = tenth;
    }
  }

  #grow(bytes: number): void {
    const larger = takeBuffer(Math.max(this.#length + bytes, this.#capacity * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    giveBuffer(this.#bytes);
    this.#bytes = larger;
    this.#capacity = larger.byteLength;
  }
}

/** For the very small and the very large: the shortest of 6 to 9 significant digits. */
function shortFloat32(x: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(x.toPrecision(digits));
    if (Math.fround(rounded) === x) return String(rounded);
  }
  return String(Number(x.toPrecision(9)));
}
