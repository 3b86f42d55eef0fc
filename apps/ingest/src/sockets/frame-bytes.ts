import { isAscii, isUtf8 } from "node:buffer";

const BYTE_ORDER_MARK = 0xfeff;
/** Frames up to here are copied into blocks that many share: memory of its own for each cost more than all of its bytes. */
const SMALL_BYTES = 4 << 10;
const BLOCK_BYTES = 64 << 10;

/** A text frame as a text: several times faster than a TextDecoder. What is not UTF-8 stays as it is, for the decoder to refuse. */
export function frameText(data: Buffer): string | Uint8Array {
  // Nearly all are, pictures in base64 as well: read as such they need no decoding.
  if (isAscii(data)) return data.toString("latin1");
  if (!isUtf8(data)) return data;
  const text = data.toString("utf8");
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
}

/** The bytes at a multiple of 8, so that all values in a binary frame can be looked at where they lie: one copy instead of many. */
export function aligned(data: Buffer): Uint8Array {
  if (data.byteOffset % 8 === 0) return data;
  // Not a Buffer: those of a few KB share their memory, at any offset.
  if (data.byteLength > SMALL_BYTES) return new Uint8Array(data);
  if (used + data.byteLength > BLOCK_BYTES) {
    block = new ArrayBuffer(BLOCK_BYTES);
    used = 0;
  }
  const copy = new Uint8Array(block, used, data.byteLength);
  copy.set(data);
  used = Math.ceil((used + data.byteLength) / 8) * 8;
  return copy;
}

/** Each byte is used once. A block is let go of with the last message in it, and those of a robot are not held one by one. */
let block = new ArrayBuffer(BLOCK_BYTES);
let used = 0;
