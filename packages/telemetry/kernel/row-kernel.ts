// AssemblyScript: the text of JSON rows, out of memory that `src/text/row-kernel.ts` fills and into memory that it empties.
// It checks nothing: whoever calls gives room for all that is written, and 32 bytes more at every end, because pieces are copied 32 bytes at a time.
// After a change: `npm run kernel -w packages/telemetry`.

/** Text of a float32 that takes an exponent, or is too large for the digits here; where it ends. */
declare function rareFloat32(at: usize, x: f32): usize;
/** The shortest text of a double; where it ends. */
declare function anyFloat64(at: usize, x: f64): usize;

const MINUS: u8 = 45;
const DOT: u8 = 46;
const ZERO: u8 = 48;
const ZEROS: u16 = 0x3030;
const COMMA: u8 = 44;
const CLOSE: u8 = 93;
const ROW_END: u8 = 125;
/** `null`, `true` and `fals` as they lie in memory. */
const NULL: u32 = 0x6c6c756e;
const TRUE: u32 = 0x65757274;
const FALS: u32 = 0x736c6166;
const E: u8 = 101;

/** Whole, and of fewer than 2^31. */
const SCALABLE_MAX: f64 = 8388608;
/** Below it texts have an exponent. */
const SCALABLE_MIN: f64 = 1e-6;
/** Nine significant digits give any float32 back: here the first stands at the seventh place at the latest. */
const DECIMALS_MAX: i32 = 15;
const POWERS = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
]);

// Kinds of values, as in `src/text/topic-rows.ts`.
const FLOAT32: u32 = 1;
const BOOL: u32 = 2;
const TEXT: u32 = 3;

/** One topic: 32 bytes. Places move on as its rows are written. */
const TOPIC_SHIFT: u32 = 5;
const KIND: usize = 0;
const DIMS: usize = 4;
const VALUES: usize = 8;
const FRAMES: usize = 12;
const LEAD: usize = 16;
const LEAD_BYTES: usize = 20;
const HAS_PICTURE: usize = 24;
const TIMES: usize = 28;

/**
 * Texts of times that take many digits, kept for whoever has the same: a tenth as a float32 takes 17, and is the same in every episode of 10 Hz.
 * They lie in the order in which they came, so that the next one is mostly right behind the last.
 */
const KEPT_TIMES_BITS: u32 = 12;
const KEPT_TIMES_MASK: u32 = (1 << 12) - 1;
/** The time, the length of its text, the text. */
const KEPT_TIME_BYTES: usize = 48;
const KEPT_TIMES = memory.data(48 << 12, 16);
/** Which of them a time is, by its hash. */
const KEPT_BY_HASH = memory.data(2 << 12, 2);
let keptEnd: u32 = 0;
let keptNext: u32 = 0;

/** From here on memory is the caller's. */
export const freeFrom: usize = __heap_base;

/**
 * Rows of several topics, each with a comma before it.
 * @param order of each row its topic's place in `topics`, 16 bits
 * @param texts of values and pictures that are texts already, in order of the rows: u32 length, bytes
 * @param pieces place and length of what begins a row, of what stands before the number of its frame, and of the same where there is no picture
 * @returns where the text ends
 */
export function writeRows(
  order: usize,
  count: u32,
  topics: usize,
  texts: usize,
  pieces: usize,
  out: usize,
): usize {
  const opening: usize = load<u32>(pieces);
  const openingBytes = load<u32>(pieces + 4);
  const frameIndex: usize = load<u32>(pieces + 8);
  const frameIndexBytes = load<u32>(pieces + 12);
  const noPicture: usize = load<u32>(pieces + 16);
  const noPictureBytes = load<u32>(pieces + 20);
  let at = out;
  // All topics of a frame mostly share its time.
  let time: f64 = NaN;
  let timeFrom: usize = 0;
  let timeBytes: u32 = 0;
  for (const end = order + (count << 1); order < end; order += 2) {
    const topic = topics + ((load<u16>(order) as usize) << TOPIC_SHIFT);
    at = copy(at, opening, openingBytes);
    const place: usize = load<u32>(topic + TIMES);
    store<u32>(topic + TIMES, (place + 8) as u32);
    const t = load<f64>(place);
    if (t == time) at = copy(at, timeFrom, timeBytes);
    else {
      time = t;
      timeFrom = at;
      at = writeTime(at, t);
      timeBytes = (at - timeFrom) as u32;
    }
    at = copy(at, load<u32>(topic + LEAD), load<u32>(topic + LEAD_BYTES));
    const kind = load<u32>(topic + KIND);
    if (kind == FLOAT32) at = writeFloats(at, topic);
    else if (kind == BOOL) at = writeBools(at, topic);
    else if (kind == TEXT) {
      const bytes = load<u32>(texts);
      at = copy(at, texts + 4, bytes);
      texts += 4 + bytes;
    }
    if (load<u32>(topic + HAS_PICTURE)) {
      const bytes = load<u32>(texts);
      at = copy(copy(at, texts + 4, bytes), frameIndex, frameIndexBytes);
      texts += 4 + bytes;
    } else at = copy(at, noPicture, noPictureBytes);
    at = writeFrame(at, topic);
    at = putByte(at, ROW_END);
  }
  return at;
}

/** The fewest decimals that give the same float32 back, as other languages print it: 0.1, not 0.10000000149011612; `null` for what is not finite. */
export function writeFloat32(at: usize, x: f32): usize {
  const size: f64 = abs(x);
  if (size < SCALABLE_MAX) {
    const whole = size as u32;
    if (size == (whole as f64)) return putWhole(x < 0 ? putByte(at, MINUS) : at, whole);
    if (size >= SCALABLE_MIN) {
      const decimals = fewestDecimals(size);
      const power = load<f64>(POWERS + (decimals << 3));
      const part = (floor(size * power + 0.5) - (whole as f64) * power) as u32;
      const first = putWhole(x < 0 ? putByte(at, MINUS) : at, whole);
      return putDigits(putByte(first, DOT), part, decimals);
    }
  }
  if (size < Infinity) return rareFloat32(at, x);
  store<u32>(at, NULL);
  return at + 4;
}

/** The shortest text that gives the same time back. */
function writeTime(at: usize, t: f64): usize {
  const size = abs(t);
  if (size < SCALABLE_MAX) {
    const scaled = floor(size * 1e6 + 0.5);
    const whole = size as u32;
    // A division of whole numbers below 2^53 is rounded like the decimal itself, so this is an exact test; smaller ones have an exponent.
    if (scaled / 1e6 == size) {
      const first = putWhole(t < 0 ? putByte(at, MINUS) : at, whole);
      return putTrimmed(first, (scaled - (whole as f64) * 1e6) as u32, 6);
    }
  }
  const bits = reinterpret<u64>(t);
  const hash = ((((bits >> 32) as u32) ^ (bits as u32)) * 0x9e3779b1) >>> (32 - KEPT_TIMES_BITS);
  const byHash = KEPT_BY_HASH + ((hash as usize) << 1);
  let which = keptNext;
  if (load<f64>(keptTime(which)) != t) which = load<u16>(byHash);
  if (load<f64>(keptTime(which)) != t) {
    which = keptEnd;
    keptEnd = (which + 1) & KEPT_TIMES_MASK;
    store<u16>(byHash, which as u16);
    keepTime(keptTime(which), t, at);
  }
  keptNext = (which + 1) & KEPT_TIMES_MASK;
  const kept = keptTime(which);
  return copy(at, kept + 12, load<u32>(kept + 8));
}

function keptTime(which: u32): usize {
  return KEPT_TIMES + (which as usize) * KEPT_TIME_BYTES;
}

function keepTime(kept: usize, t: f64, at: usize): void {
  const end = anyFloat64(at, t);
  store<f64>(kept, t);
  store<u32>(kept + 8, (end - at) as u32);
  copy(kept + 12, at, 32);
}

function writeFloats(at: usize, topic: usize): usize {
  let value: usize = load<u32>(topic + VALUES);
  const end = value + (load<u32>(topic + DIMS) << 2);
  for (; value < end; value += 4) at = putByte(writeFloat32(at, load<f32>(value)), COMMA);
  store<u32>(topic + VALUES, end as u32);
  return closeList(at, topic);
}

function writeBools(at: usize, topic: usize): usize {
  let value: usize = load<u32>(topic + VALUES);
  const end = value + load<u32>(topic + DIMS);
  for (; value < end; value++) {
    const is = load<u8>(value) != 0;
    store<u32>(at, is ? TRUE : FALS);
    store<u8>(at + 4, E);
    at = putByte(at + (is ? 4 : 5), COMMA);
  }
  store<u32>(topic + VALUES, end as u32);
  return closeList(at, topic);
}

/** The bracket lies over the last comma, or behind the first bracket of an empty list. */
function closeList(at: usize, topic: usize): usize {
  return putByte(load<u32>(topic + DIMS) == 0 ? at : at - 1, CLOSE);
}

function writeFrame(at: usize, topic: usize): usize {
  const place: usize = load<u32>(topic + FRAMES);
  store<u32>(topic + FRAMES, (place + 4) as u32);
  const frame = load<i32>(place);
  if (frame >= 0) return putWhole(at, frame);
  store<u32>(at, NULL);
  return at + 4;
}

/**
 * Decimals that give `size` back and cannot be fewer. Of more decimals the nearest number lies at least as near, so
 * those that are enough lie above those that are not. The search begins where most float32 of that size end.
 * @param size a float32 that is not whole, of at least 0.000001 and below 2^23; so scaled, it has at most nine digits
 */
function fewestDecimals(size: f64): i32 {
  let decimals = size >= 128 ? 5 : size >= 8 ? 6 : size >= 0.5 ? 7 : size >= 0.03 ? 8 : 10;
  if (givesBack(size, decimals)) {
    while (givesBack(size, decimals - 1)) decimals--;
    return decimals;
  }
  while (decimals < DECIMALS_MAX && !givesBack(size, ++decimals));
  return decimals;
}

/** Without decimals a number that is not whole is never given back. */
function givesBack(size: f64, decimals: i32): bool {
  const power = load<f64>(POWERS + (decimals << 3));
  return ((floor(size * power + 0.5) / power) as f32 as f64) == size;
}

/** A point and `part / 10^decimals` without the zeros at its end; nothing at all for zero. */
function putTrimmed(at: usize, part: u32, decimals: i32): usize {
  if (part == 0) return at;
  for (let tenth = part / 10; tenth * 10 == part; tenth = part / 10) {
    part = tenth;
    decimals--;
  }
  return putDigits(putByte(at, DOT), part, decimals);
}

/** A whole number below 2^31. */
function putWhole(at: usize, x: u32): usize {
  if (x < 10) return putByte(at, ZERO + (x as u8));
  let digits: i32 = 2;
  for (let power: u32 = 100; digits < 10 && x >= power; power *= 10) digits++;
  return putDigits(at, x, digits);
}

/** The last `count` digits, in pairs from the last to the first. */
function putDigits(at: usize, x: u32, count: i32): usize {
  const end = at + count;
  let to = end;
  while (to - at >= 2) {
    const hundredth = x / 100;
    const pair = x - hundredth * 100;
    const tens = pair / 10;
    to -= 2;
    store<u16>(to, ZEROS + (tens as u16) + (((pair - tens * 10) as u16) << 8));
    x = hundredth;
  }
  if (to > at) store<u8>(at, ZERO + (x as u8));
  return end;
}

function putByte(at: usize, code: u8): usize {
  store<u8>(at, code);
  return at + 1;
}

function copy(at: usize, from: usize, bytes: u32): usize {
  for (let i: usize = 0; i < bytes; i += 32) {
    v128.store(at + i, v128.load(from + i));
    v128.store(at + i, v128.load(from + i, 16), 16);
  }
  return at + bytes;
}
