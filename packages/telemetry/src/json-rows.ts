import type { RowPage } from "./reader.ts";
import { PUT_BYTES_MAX, putTime } from "./text/put-number.ts";
import { rowKernel, type RowKernel } from "./text/row-kernel.ts";
import { TextWriter } from "./text/text-writer.ts";
import { topicRows, VALUES, writeTexts, type TopicRows } from "./text/topic-rows.ts";

export { dataTypeOf } from "./data-type.ts";
export { TextWriter } from "./text/text-writer.ts";

export interface JsonRowOptions {
  sessionId: string;
  /** Address of a picture, or null; asked for every row of an image topic. */
  imagePath?: (topic: string, time: number, frame: number) => string | null;
}

const OPEN = 91;
const CLOSE = 93;
const FRAME_INDEX = Buffer.from(',"frame_index":');
const NO_PICTURE = Buffer.from(`,"image_path":null${FRAME_INDEX.toString()}`);
/** A time's text as the kernel reads it: a byte of length, and the text. */
const TIME_BYTES = 32;
/** What is handed to the kernel at once: so many rows, or so much room for their text. */
const SLICE_ROWS_MAX = 4096;
const SLICE_BYTES = 1 << 19;

/**
 * The text of `[{"session_id","timestamp","topic","data_type","data","image_path","frame_index"}]`, straight from typed arrays.
 * `data` is a flat array (one number for scalars, one string for texts) and null for pictures; NaN and infinities are null,
 * int64 beyond 2^53 are strings, a negative frame number is null.
 */
export function writeJsonRows(writer: TextWriter, page: RowPage, options: JsonRowOptions): void {
  writer.byte(OPEN);
  writeJsonRowList(writer, page, options);
  writer.byte(CLOSE);
}

/** The same without the brackets: for lists made of several pages. The rows of each topic follow one another in a page. */
export function writeJsonRowList(writer: TextWriter, page: RowPage, options: JsonRowOptions): void {
  const kernel = rowKernel();
  const topics = page.topics.map((columns) => topicRows(columns, options.imagePath));
  const opening = Buffer.from(`,{"session_id":${JSON.stringify(options.sessionId)},"timestamp":`);
  const texts = topics.some(hasTexts) ? new TextWriter() : null;
  for (let from = 0; from < page.row.length;) {
    const slice = gatherSlice(kernel, page, topics, texts, from);
    const rows = writeSlice(kernel, topics, opening, texts, slice);
    writer.bytes(from === 0 ? rows.subarray(1) : rows);
    from += slice.count;
  }
  texts?.release();
}

/** Rows in the kernel's memory. */
interface Slice {
  order: number;
  times: number;
  count: number;
  /** Room for their text, but for what begins each row and follows its values, and for what is text already. */
  bytesMax: number;
}

/** Lays down which topics the next rows are of and the texts of their times; notes which rows of each topic they are. */
function gatherSlice(
  kernel: RowKernel,
  { topic, row }: RowPage,
  topics: readonly TopicRows[],
  texts: TextWriter | null,
  from: number,
): Slice {
  kernel.begin();
  const order = kernel.take(4 * SLICE_ROWS_MAX);
  const times = kernel.take(TIME_BYTES * SLICE_ROWS_MAX);
  const { bytes, words } = kernel;
  for (const rows of topics) rows.count = 0;
  texts?.endAt(0);
  const count = Math.min(row.length - from, SLICE_ROWS_MAX);
  let bytesMax = 0;
  let time = NaN;
  let timeAt = times;
  for (let k = 0; k < count; k++) {
    if (bytesMax + (texts?.length ?? 0) > SLICE_BYTES) return { order, times, count: k, bytesMax };
    const which = topic[from + k] ?? 0;
    const rows = topics[which];
    if (rows === undefined) throw new RangeError("a row of no topic");
    const at = row[from + k] ?? 0;
    if (rows.count++ === 0) rows.first = at;
    const { t } = rows;
    const sameTime = t[at] === time;
    words[order / 4 + k] = 2 * which + (sameTime ? 0 : 1);
    if (!sameTime) {
      time = t[at] ?? NaN;
      bytes[timeAt] = putTime(bytes, timeAt + 1, t, at) - timeAt - 1;
      timeAt += TIME_BYTES;
    }
    if (texts !== null) writeTexts(texts, rows, at);
    bytesMax += rows.bytesMax;
  }
  return { order, times, count, bytesMax };
}

/** @returns the rows' text, each with a comma before it, in the kernel's memory */
function writeSlice(
  kernel: RowKernel,
  topics: readonly TopicRows[],
  opening: Buffer,
  texts: TextWriter | null,
  { order, times, count, bytesMax }: Slice,
): Uint8Array {
  const table = new Uint32Array(topics.length * 8);
  for (const [i, { columns, values, lead, picture, first, count: rows }] of topics.entries()) {
    if (rows === 0) continue;
    const { dims, frame } = columns;
    const numbers = ArrayBuffer.isView(columns.values) && values !== VALUES.text ? columns.values : null;
    const numbersAt =
      numbers === null ? 0 : kernel.put(numbers.subarray(first * dims, (first + rows) * dims));
    const frames = kernel.put(frame.subarray(first, first + rows));
    table.set(
      [values, dims, numbersAt, frames, kernel.put(lead), lead.length, picture === null ? 0 : 1],
      i * 8,
    );
  }
  const pieces = new Uint32Array(
    [opening, FRAME_INDEX, NO_PICTURE].flatMap((piece) => [kernel.put(piece), piece.length]),
  );
  const written = texts?.finish() ?? NO_PICTURE;
  const besides = opening.length + TIME_BYTES + NO_PICTURE.length + PUT_BYTES_MAX;
  const place = {
    order,
    topics: kernel.put(table),
    times,
    texts: kernel.put(written),
    pieces: kernel.put(pieces),
    out: kernel.take(bytesMax + count * besides + written.length + PUT_BYTES_MAX),
  };
  return kernel.writeRows(place, count);
}

function hasTexts({ values, picture }: TopicRows): boolean {
  return values === VALUES.text || picture !== null;
}

/** A writer with room for the rows of a page, and for `more` bytes around them. */
export function jsonRowsWriter(page: RowPage, more = 0): TextWriter {
  return new TextWriter(256 + 256 * page.row.length + more);
}

/** The text of {@link writeJsonRows} alone, in memory of its own. */
export function encodeJsonRows(page: RowPage, options: JsonRowOptions): Uint8Array {
  const writer = jsonRowsWriter(page);
  writeJsonRows(writer, page, options);
  return writer.finish();
}
