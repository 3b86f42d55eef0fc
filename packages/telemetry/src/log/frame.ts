import { crc32 } from "node:zlib";
import { ByteWriter } from "./byte-writer.ts";
import type { LogPayload } from "./log-payload.ts";

/**
 * The bytes of a log file, little-endian:
 *
 *     header  "RTKL" · u16 version · u16 shard · u32 fence · u32 salt                              16 bytes
 *     frame   u32 length (bit 31: the log's own) · u32 crc · payload
 *     file    header · head frame · (batch mark · record frame*)*
 *
 * The CRC is seeded with the length (a zero-filled tail would else be a row of valid empty records), with the place in the file and
 * with the header's CRC: a stale block, a block in the wrong place and a payload that imitates a frame are no frames.
 * One batch is one fdatasync, and the next is written only after it: a valid batch mark proves that everything before it was durable.
 * That is how damage is told from a torn tail.
 */
export const HEADER_BYTES = 16;
export const FRAME_BYTES = 8;
export const MARK_BYTES = FRAME_BYTES + 8;
/** Larger than any message a robot may send. */
export const RECORD_BYTES_MAX = 32 << 20;

const MAGIC = Buffer.from("RTKL");
const VERSION = 1;
const OWN = 0x8000_0000;
const MARK_WORD = Buffer.from([8, 0, 0, 0x80]);

export interface FileHeader {
  version: number;
  shard: number;
  fence: number;
  /** Random per file. */
  salt: number;
}

/** Where earlier files end; what lies behind was never acknowledged. 0: the file holds nothing that counts. */
export interface FileHead {
  file: number;
  ends: Map<number, number>;
}

export interface Frame {
  own: boolean;
  payload: Buffer;
  end: number;
}

export function putHeader(into: Buffer, { shard, fence, salt }: Omit<FileHeader, "version">): void {
  MAGIC.copy(into);
  into.writeUInt16LE(VERSION, 4);
  into.writeUInt16LE(shard, 6);
  into.writeUInt32LE(fence, 8);
  into.writeUInt32LE(salt, 12);
}

/** Null when these are not the first bytes of a log file; whether they are undamaged only the head frame tells. */
export function readHeader(bytes: Buffer): FileHeader | null {
  if (bytes.length < HEADER_BYTES || MAGIC.compare(bytes, 0, 4) !== 0) return null;
  const version = bytes.readUInt16LE(4);
  return {
    version,
    shard: bytes.readUInt16LE(6),
    fence: bytes.readUInt32LE(8),
    salt: bytes.readUInt32LE(12),
  };
}

/** Later versions keep the header and the head frame as they are, so that another version is told from damage. */
export function isCurrentVersion({ version }: FileHeader): boolean {
  return version === VERSION;
}

/** The part of every frame's seed that is its file's own. */
export function fileSeed(bytes: Buffer): number {
  return crc32(bytes.subarray(0, HEADER_BYTES));
}

function frameSeed(seed: number, word: number, place: number): number {
  return (seed ^ word ^ Math.imul(place, 0x9e37_79b1)) >>> 0;
}

/** Writes a frame at `at` of `into`, which will lie at `place` of the file. @returns the offset behind it in `into` */
export function putFrame(
  into: Buffer,
  at: number,
  frame: { payload: LogPayload; own: boolean; place: number; seed: number },
): number {
  const { payload, own, place, seed } = frame;
  const word = (payload.bytes | (own ? OWN : 0)) >>> 0;
  const begin = at + FRAME_BYTES;
  const end = begin + payload.bytes;
  payload.put(into, begin);
  into.writeUInt32LE(word, at);
  into.writeUInt32LE(crc32(into.subarray(begin, end), frameSeed(seed, word, place)), at + 4);
  return end;
}

/** Bytes of the frame that begins at `at`, whose first ones must be there; null when it cannot be one. */
export function frameLength(bytes: Buffer, at: number): number | null {
  const length = (bytes.readUInt32LE(at) & ~OWN) >>> 0;
  return length === 0 || length > RECORD_BYTES_MAX ? null : FRAME_BYTES + length;
}

/**
 * The frame at `place` of a file, or null when there is no valid one before `end`. The payload is a view.
 * `bytes` begin at `origin` of the file, and go at least to the frame's end if that is before `end`.
 */
export function readFrame(bytes: Buffer, place: number, end: number, seed: number, origin = 0): Frame | null {
  const at = place - origin;
  if (place + FRAME_BYTES > end) return null;
  const length = frameLength(bytes, at);
  if (length === null || place + length > end) return null;
  const word = bytes.readUInt32LE(at);
  const payload = bytes.subarray(at + FRAME_BYTES, at + length);
  if (crc32(payload, frameSeed(seed, word, place)) !== bytes.readUInt32LE(at + 4)) return null;
  return { own: word >= OWN, payload, end: place + length };
}

export function encodeHead({ file, ends }: FileHead): LogPayload {
  const pairs = [...ends];
  return {
    bytes: 8 + pairs.length * 12,
    put(into, at) {
      const writer = new ByteWriter(into, at);
      writer.u32(file);
      writer.u32(pairs.length);
      for (const [number, end] of pairs) {
        writer.u32(number);
        writer.f64(end);
      }
    },
  };
}

export function decodeHead(payload: Buffer): FileHead | null {
  if (payload.length < 8 || payload.length !== 8 + payload.readUInt32LE(4) * 12) return null;
  const ends = new Map<number, number>();
  for (let at = 8; at < payload.length; at += 12)
    ends.set(payload.readUInt32LE(at), payload.readDoubleLE(at + 4));
  return { file: payload.readUInt32LE(0), ends };
}

/** Batches of a file are numbered from 0. */
export function encodeMark(file: number, batch: number): LogPayload {
  return {
    bytes: 8,
    put(into, at) {
      into.writeUInt32LE(file, at);
      into.writeUInt32LE(batch, at + 4);
    },
  };
}

export function decodeMark(payload: Buffer, file: number): number | null {
  return payload.length === 8 && payload.readUInt32LE(0) === file ? payload.readUInt32LE(4) : null;
}

/** The place in the file of the first valid batch mark at or behind `from`, or -1. `bytes` begin at `origin` and end not before `end`. */
export function findMark(
  bytes: Buffer,
  from: number,
  end: number,
  { file, seed, origin = 0 }: { file: number; seed: number; origin?: number },
): number {
  let at = bytes.indexOf(MARK_WORD, from - origin);
  for (; at !== -1; at = bytes.indexOf(MARK_WORD, at + 1)) {
    const place = origin + at;
    if (place + MARK_BYTES > end) return -1;
    const frame = readFrame(bytes, place, end, seed, origin);
    if (frame?.own === true && decodeMark(frame.payload, file) !== null) return place;
  }
  return -1;
}

/**
 * Whether bytes of a file whose header or head is damaged tell that it once held a durable batch: something shaped like its second mark
 * is there. Without the header no CRC can be verified.
 */
export function wasDurable(bytes: Buffer, file: number): boolean {
  for (let at = bytes.indexOf(MARK_WORD); at !== -1; at = bytes.indexOf(MARK_WORD, at + 1)) {
    if (at + MARK_BYTES > bytes.length) return false;
    if ((decodeMark(bytes.subarray(at + FRAME_BYTES, at + MARK_BYTES), file) ?? 0) > 0) return true;
  }
  return false;
}
