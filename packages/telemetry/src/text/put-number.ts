// Each writes at `at`, where there must be room for PUT_BYTES_MAX, and answers where its text ends. Numbers with a fraction are taken from
// the array they lie in: handed over, each would be put on the heap first.

/** No number takes more, nor does a sign with it. */
export const PUT_BYTES_MAX = 32;

const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const PAIRS = Buffer.from(Array.from({ length: 100 }, (_, pair) => String(pair).padStart(2, "0")).join(""));
/** Millionths of less are whole numbers below 2^53. */
const SCALABLE_MAX = 2 ** 23;
/** Below it texts have an exponent. */
const SCALABLE_MIN = 1e-6;
const INT32_MAX = 0x7fffffff;

/** The shortest text that gives the same double back. */
export function putFloat64(out: Buffer, at: number, values: Float64Array, i: number): number {
  const x = values[i] ?? NaN;
  const size = Math.abs(x);
  const part = sixDecimals(size);
  if (part < 0) return putLatin1(out, at, Number.isFinite(x) ? String(x) : "null");
  return putTrimmed(out, putWhole(out, x < 0 ? putByte(out, at, MINUS) : at, size | 0), part, 6);
}

/** @param x a safe integer */
export function putInteger(out: Buffer, at: number, x: number): number {
  const size = Math.abs(x);
  const first = x < 0 ? putByte(out, at, MINUS) : at;
  return size <= INT32_MAX ? putWhole(out, first, size) : putLatin1(out, first, String(size));
}

export function putByte(out: Buffer, at: number, code: number): number {
  out[at] = code;
  return at + 1;
}

function putLatin1(out: Buffer, at: number, text: string): number {
  return at + out.write(text, at, "latin1");
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
