import type { DataType } from "../messages.ts";

/**
 * The binary frame, little endian. Every record begins at a multiple of 8 from the frame's begin, so that a receiver whose
 * buffer is aligned can look at the values where they lie.
 *
 *     frame   0 u8[2] "RT" · 2 u8 version = 1 · 3 u8 0 · 4 u32 bytes of the frame · 8 u32 records · 12 u32 0 · 16 records
 *     record  0 u8 kind · 1 u8 data type · 2 u16 topic index · 4 u32 bytes of the payload · 8 u64 seq · 16 f64 timestamp ·
 *             24 i32 frame index, -1 for none · 28 u32 0 · 32 payload, zeros up to a multiple of 8
 *
 * Kind 1 announces a topic under its index, before its first use on this connection; the payload is JSON. Kind 2 is a message.
 */
export const FRAME = {
  magic0: 0x52,
  magic1: 0x54,
  version: 1,
  headerBytes: 16,
  recordHeaderBytes: 32,
  kindTopic: 1,
  kindMessage: 2,
} as const;

export const TYPE_CODES = {
  "float32[]": 1,
  "float64[]": 2,
  "int64[]": 3,
  "bool[]": 4,
  string: 5,
  image: 6,
} as const satisfies Record<DataType, number>;

const TYPE_OF_CODE = new Map(
  Object.entries(TYPE_CODES).map(([type, code]) => [code as number, type as DataType]),
);

export function typeOfCode(code: number): DataType | undefined {
  return TYPE_OF_CODE.get(code);
}

export function align8(position: number): number {
  return Math.ceil(position / 8) * 8;
}
