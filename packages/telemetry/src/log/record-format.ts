import type { SampleType } from "../types.ts";
import type { LogItem, SessionRecord } from "./session-record.ts";

/**
 * A record as a log payload, little-endian, texts and bytes after a u32 length:
 *
 *     record    u8 format · u8 kind · text session · the kind's own
 *     open      text meta                            describe  text meta             close  text reason
 *     carry     text meta · f64 nextSeq · u32 nextMark · f64 messages, frames, marks, refused
 *     mark      u32 number · f64 serverTime, t · text kind, text
 *     items     f64 firstSeq · u32 items, pictures, marks, refused · u16 topics · topic* · item*
 *     topic     text name · u8 type · u8 dimensions · u32 size*
 *     sample    u8 1 · u16 topic · f64 t, serverTime · i32 frame · bytes values
 *     mark      u8 2 · f64 serverTime, t · text kind, text
 *     refused   u8 3 · text code
 */
export const RECORD_FORMAT = 1;

/** Position + 1 is the byte on disk: append only. */
export const RECORD_KINDS = [
  "open",
  "items",
  "mark",
  "describe",
  "close",
  "carry",
] as const satisfies SessionRecord["kind"][];

/** Position + 1 is the byte on disk: append only. */
export const ITEM_KINDS = ["sample", "mark", "refused"] as const satisfies LogItem["kind"][];

/** Position is the byte on disk: append only. */
export const SAMPLE_TYPES: readonly SampleType[] = ["float32", "float64", "int64", "bool", "string", "image"];
