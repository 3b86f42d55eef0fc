// Each writes at `at`, where there must be room for PUT_BYTES_MAX, and answers where its text ends. Numbers with a fraction are taken from
// the array they lie in: handed over, each would be put on the heap first.
import { timeText } from "./time-texts.ts";

/** No number takes more, nor does a sign with it. */
export const PUT_BYTES_MAX = 32;

const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const NULL = Buffer.from("null");
/** Nine significant digits give any float32 back: here the first stands at the seventh place at the latest. */
const DECIMALS_MAX = 15;
const POWERS = Float64Array.from({ length: DECIMALS_MAX + 1 }, (_, exponent) => Number(`1e${exponent}`));
const PAIRS = Buffer.from(Array.from({ length: 100 }, (_, pair) => String(pair).padStart(2, "0")).join(""));
/** Float32 of this size and more are whole. */
const SCALABLE_MAX = 2 ** 23;
/** Below it texts have an exponent. */
const SCALABLE_MIN = 1e-6;
/** Below it two float32 are less than 0.0001 apart: no more than one number of four decimals stands for either. */
const FOUR_DECIMALS_MAX = 512;
const INT32_MAX = 0x7fffffff;

/** The fewest decimals that give the same float32 back, as other languages print it: 0.1, not 0.10000000149011612. */
export function putFloat32(out: Buffer, at: number, values: Float32Array, i: number): number {
  const x = values[i] ?? NaN;
  const size = Math.abs(x);
  const whole = size | 0;
  if (size < SCALABLE_MAX) {
    if (size === whole) return putWhole(out, x < 0 ? putByte(out, at, MINUS) : at, whole);
    if (size >= SCALABLE_MIN) {
      const first = x < 0 ? putByte(out, at, MINUS) : at;
      const four = Math.round(size * 1e4);
      if (size < FOUR_DECIMALS_MAX && Math.fround(four / 1e4) === size)
        return putTrimmed(out, putWhole(out, first, whole), four - whole * 1e4, 4);
      const decimals = fewestDecimals(size);
      const power = POWERS[decimals] ?? 1;
      const part = Math.round(size * power) - whole * power;
      return putDigits(out, putByte(out, putWhole(out, first, whole), DOT), part, decimals);
    }
  }
  return putLatin1(out, at, Number.isFinite(x) ? shortFloat32(x) : "null");
}

/** The shortest text that gives the same double back. */
export function putFloat64(out: Buffer, at: number, values: Float64Array, i: number): number {
  const x = values[i] ?? NaN;
  const size = Math.abs(x);
  const part = sixDecimals(size);
  if (part < 0) return putLatin1(out, at, Number.isFinite(x) ? String(x) : "null");
  return putTrimmed(out, putWhole(out, x < 0 ? putByte(out, at, MINUS) : at, size | 0), part, 6);
}

/** The same for a time, which many rows and many episodes have in common. */
export function putTime(out: Buffer, at: number, times: Float64Array, i: number): number {
  const x = times[i] ?? NaN;
  const size = Math.abs(x);
  const part = sixDecimals(size);
  if (part < 0) return putBytes(out, at, timeText(x));
  return putTrimmed(out, putWhole(out, x < 0 ? putByte(out, at, MINUS) : at, size | 0), part, 6);
}

/** @param x a safe integer */
export function putInteger(out: Buffer, at: number, x: number): number {
  const size = Math.abs(x);
  const first = x < 0 ? putByte(out, at, MINUS) : at;
  return size <= INT32_MAX ? putWhole(out, first, size) : putLatin1(out, first, String(size));
}

export function putNull(out: Buffer, at: number): number {
  return putBytes(out, at, NULL);
}

export function putByte(out: Buffer, at: number, code: number): number {
  out[at] = code;
  return at + 1;
}

export function putBytes(out: Buffer, at: number, piece: Uint8Array): number {
  out.set(piece, at);
  return at + piece.length;
}

function putLatin1(out: Buffer, at: number, text: string): number {
  return at + out.write(text, at, "latin1");
}

/**
 * Decimals that give `size` back and cannot be fewer. Of more decimals the nearest number lies at least as near, so
 * those that are enough lie above those that are not. The search begins where most float32 of that size end.
 * @param size a float32 that is not whole, of at least 0.000001 and below 2^23; so scaled, it has at most nine digits
 */
function fewestDecimals(size: number): number {
  let decimals = size >= 128 ? 5 : size >= 8 ? 6 : size >= 0.5 ? 7 : size >= 0.03 ? 8 : 10;
  if (givesBack(size, decimals)) {
    while (givesBack(size, decimals - 1)) decimals--;
    return decimals;
  }
  while (decimals < DECIMALS_MAX && !givesBack(size, ++decimals));
  return decimals;
}

/** Without decimals a number that is not whole is never given back. */
function givesBack(size: number, decimals: number): boolean {
  const power = POWERS[decimals] ?? 1;
  return Math.fround(Math.round(size * power) / power) === size;
}

/** What follows the point, in millionths; less than zero for a number that takes more than six decimals. */
function sixDecimals(size: number): number {
  if (!(size < SCALABLE_MAX && size >= SCALABLE_MIN)) return -1;
  const scaled = Math.round(size * 1e6);
  // A division of whole numbers below 2^53 is rounded like the decimal itself, so this is an exact test.
  return scaled / 1e6 === size ? scaled - (size | 0) * 1e6 : -1;
}

/** A point and `part / 10^decimals` without the zeros at its end; nothing at all for zero. */
function putTrimmed(out: Buffer, at: number, part: number, decimals: number): number {
  if (part === 0) return at;
  let digits = part | 0;
  let left = decimals;
  for (let tenth = (digits / 10) | 0; tenth * 10 === digits; tenth = (digits / 10) | 0) {
    digits = tenth;
    left--;
  }
  return putDigits(out, putByte(out, at, DOT), digits, left);
}

/** The last `count` digits of a whole number below 2^31, from the last to the first. */
function putDigits(out: Buffer, at: number, x: number, count: number): number {
  const end = at + count;
  let rest = x | 0;
  let to = end;
  while (to - at >= 2) {
    const hundredth = (rest / 100) | 0;
    const pair = (rest - hundredth * 100) << 1;
    out[--to] = PAIRS[pair + 1] ?? 0;
    out[--to] = PAIRS[pair] ?? 0;
    rest = hundredth;
  }
  if (to > at) out[at] = ZERO + rest;
  return end;
}

/** A whole number from 0 to 2^31 - 1. */
function putWhole(out: Buffer, at: number, x: number): number {
  if (x < 10) {
    out[at] = ZERO + x;
    return at + 1;
  }
  let digits = 2;
  for (let power = 100; digits < 10 && x >= power; power *= 10) digits++;
  return putDigits(out, at, x, digits);
}

/** For the very small and the very large: the shortest of 6 to 9 significant digits. */
function shortFloat32(x: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(x.toPrecision(digits));
    if (Math.fround(rounded) === x) return String(rounded);
  }
  return String(Number(x.toPrecision(9)));
}
