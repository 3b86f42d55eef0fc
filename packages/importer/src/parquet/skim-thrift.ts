import { brokenParquet } from "./broken-parquet.ts";
import { PARQUET_LIMITS } from "./limits.ts";

/**
 * Walks a Thrift compact structure without building anything and refuses one that would cost more than it weighs:
 * lists longer than their bytes, endless numbers, deep nesting. Only what passes is handed to the real parser.
 * Format: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export function skimThrift(bytes: Uint8Array, what: string): number {
  const walk = { bytes, offset: 0, values: 0, what };
  skimStruct(walk, 0);
  return walk.offset;
}

interface Walk {
  bytes: Uint8Array;
  offset: number;
  values: number;
  what: string;
}

/** The structure goes on past the given bytes: for a page header this means "read more", for a footer it is damage. */
export class ThriftCutShort extends Error {
  override readonly name = "ThriftCutShort";
}

const LIST = 9;
const SET = 10;
const STRUCT = 12;

function skimStruct(walk: Walk, depth: number): void {
  if (depth > PARQUET_LIMITS.thriftDepthMax) throw brokenParquet(`has a ${walk.what} nested too deeply`);
  for (;;) {
    const head = nextByte(walk);
    const type = head & 0x0f;
    if (type === 0) return;
    if (head >> 4 === 0) skimVarint(walk);
    skimValue(walk, type, depth);
  }
}

function skimValue(walk: Walk, type: number, depth: number): void {
  walk.values += 1;
  if (walk.values > PARQUET_LIMITS.footerValuesMax)
    throw brokenParquet(`has a ${walk.what} with too many entries`);
  if (type === 1 || type === 2) return;
  if (type === 3) return skip(walk, 1);
  if (type === 4 || type === 5 || type === 6) return void skimVarint(walk);
  if (type === 7) return skip(walk, 8);
  if (type === 8) return skip(walk, skimVarint(walk));
  if (type === LIST || type === SET) return skimList(walk, depth);
  if (type === STRUCT) return skimStruct(walk, depth + 1);
  throw brokenParquet(`has a damaged ${walk.what}`);
}

function skimList(walk: Walk, depth: number): void {
  const head = nextByte(walk);
  const size = head >> 4 === 15 ? skimVarint(walk) : head >> 4;
  // Every element takes a byte or more, so a longer claim is a lie.
  if (size > walk.bytes.length)
    throw brokenParquet(`has a ${walk.what} that claims a list of ${size} entries`);
  const type = head & 0x0f;
  for (let i = 0; i < size; i++) {
    if (type === 1 || type === 2) skip(walk, 1);
    else skimValue(walk, type, depth + 1);
  }
}

function nextByte(walk: Walk): number {
  const byte = walk.bytes[walk.offset];
  if (byte === undefined) throw new ThriftCutShort(walk.what);
  walk.offset += 1;
  return byte;
}

function skip(walk: Walk, count: number): void {
  walk.offset += count;
  if (walk.offset > walk.bytes.length) throw new ThriftCutShort(walk.what);
}

/** The value for sizes (up to 2^53); longer ones are only checked to end within 10 bytes. */
function skimVarint(walk: Walk): number {
  let value = 0;
  let factor = 1;
  for (let i = 0; i < 10; i++) {
    const byte = nextByte(walk);
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return value;
    factor *= 128;
  }
  throw brokenParquet(`has a damaged ${walk.what}`);
}
