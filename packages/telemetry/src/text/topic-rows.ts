import { dataTypeOf } from "../data-type.ts";
import type { SampleType, TopicColumns } from "../types.ts";
import { PUT_BYTES_MAX } from "./put-number.ts";
import { jsonValuesBytesMax, putJsonValues } from "./put-json-values.ts";
import type { TextWriter } from "./text-writer.ts";

/** How the kernel comes to a row's values. */
export const VALUES = { none: 0, float32: 1, bool: 2, text: 3 } as const;

/** Address of a picture, or null. */
export type ImagePath = (topic: string, time: number, frame: number) => string | null;

const LENGTH_BYTES = 4;
/** `false` and a comma. */
const BOOL_BYTES_MAX = 6;

/** What rows of one topic are made of, and how many of them are being written. */
export interface TopicRows {
  columns: TopicColumns;
  /** The values where the kernel writes them; empty for others. */
  numbers: Float32Array | Uint8Array;
  values: (typeof VALUES)[keyof typeof VALUES];
  /** From the timestamp to the values. */
  lead: string;
  /** Room for `lead` and the values of any row, but for those that are texts. */
  bytesMax: number;
  /** Address of a row's picture; null for topics that have none. */
  picture: ((row: number) => string | null) | null;
  first: number;
  count: number;
}

/** @param imagePath absent: pictures are named, but have no address */
export function topicRows(columns: TopicColumns, imagePath: ImagePath | undefined): TopicRows {
  const { name, type, dims, t, frame } = columns;
  const numbers = numbersOf(columns);
  const values = valuesOf(type, numbers);
  const opening = values === VALUES.none ? "null" : values === VALUES.text ? "" : "[";
  const lead = `,"topic":${JSON.stringify(name)},"data_type":"${dataTypeOf(type)}","data":${opening}`;
  const each = values === VALUES.float32 ? PUT_BYTES_MAX : values === VALUES.bool ? BOOL_BYTES_MAX : 0;
  const picture =
    type === "image" && imagePath !== undefined
      ? (row: number): string | null => imagePath(name, t[row] ?? 0, frame[row] ?? -1)
      : null;
  const bytesMax = 3 * lead.length + dims * each + 1;
  return { columns, numbers, values, lead, bytesMax, picture, first: 0, count: 0 };
}

/** Whether something of its rows is text before the kernel has them. */
export function hasTexts({ values, picture }: TopicRows): boolean {
  return values === VALUES.text || picture !== null;
}

/** Writes what of a row is text already, as the kernel reads it: a length in 32 bits and the text, for values and for a picture. */
export function writeTexts(texts: TextWriter, { columns, values, picture }: TopicRows, row: number): void {
  if (values === VALUES.text) {
    texts.room(LENGTH_BYTES + jsonValuesBytesMax(columns, row));
    const at = texts.length;
    const end = putJsonValues(texts.buffer, at + LENGTH_BYTES, columns, row);
    texts.buffer.writeUInt32LE(end - at - LENGTH_BYTES, at);
    texts.endAt(end);
  }
  if (picture !== null) {
    const path = Buffer.from(`,"image_path":${JSON.stringify(picture(row))}`);
    texts.room(LENGTH_BYTES + path.length);
    texts.endAt(texts.buffer.writeUInt32LE(path.length, texts.length));
    texts.bytes(path);
  }
}

const NO_NUMBERS = new Uint8Array(0);

function numbersOf({ values }: TopicColumns): TopicRows["numbers"] {
  return values instanceof Float32Array || values instanceof Uint8Array ? values : NO_NUMBERS;
}

function valuesOf(type: SampleType, numbers: TopicRows["numbers"]): TopicRows["values"] {
  if (type === "image") return VALUES.none;
  if (numbers instanceof Float32Array) return VALUES.float32;
  return type === "bool" ? VALUES.bool : VALUES.text;
}
