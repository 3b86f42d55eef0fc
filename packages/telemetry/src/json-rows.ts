import type { RowPage } from "./reader.ts";
import { PUT_BYTES_MAX } from "./text/put-number.ts";
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
const FRAME_INDEX = ',"frame_index":';
const NO_PICTURE = `,"image_path":null${FRAME_INDEX}`;
const NO_TEXTS = new Uint8Array(0);
/** What is handed to the kernel at once: so much room for its text, or so many rows. */
const SLICE_BYTES = 1 << 19;
const SLICE_ROWS_MAX = 4096;
/** Texts that the rows of all topics have in common. */
const PIECES = 3;
/** 32-bit words of a topic in the kernel's table. */
const TOPIC_WORDS = 8;

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
  const topics = page.topics.map((columns) => topicRows(columns, options.imagePath));
  const opening = `,{"session_id":${JSON.stringify(options.sessionId)},"timestamp":`;
  const texts = topics.some(hasTexts) ? new TextWriter() : null;
  const kernel = rowKernel();
  for (let from = 0; from < page.order.length;) {
    const { count, bytesMax } = nextSlice(page, topics, texts, from);
    const order = page.order.subarray(from, from + count);
    const rows = writeSlice(kernel, { topics, opening, order, texts: texts?.finish() ?? NO_TEXTS, bytesMax });
    writer.bytes(from === 0 ? rows.subarray(1) : rows);
    from += count;
  }
  texts?.release();
}

/** Notes which rows of each topic are written next, and writes what of them is text already. */
function nextSlice(
  page: RowPage,
  topics: readonly TopicRows[],
  texts: TextWriter | null,
  from: number,
): { count: number; bytesMax: number } {
  const rowsOfAll = page.order.length;
  // A short episode without texts: there is nothing to look at row by row.
  const bytesOfAll = texts === null && rowsOfAll <= SLICE_ROWS_MAX ? roomForAll(topics) : Infinity;
  if (bytesOfAll <= SLICE_BYTES) {
    for (const rows of topics) rows.count = rows.columns.t.length;
    return { count: rowsOfAll, bytesMax: bytesOfAll };
  }
  for (const rows of topics) {
    rows.first += rows.count;
    rows.count = 0;
  }
  texts?.endAt(0);
  const countMax = Math.min(rowsOfAll - from, SLICE_ROWS_MAX);
  let bytesMax = 0;
  let count = 0;
  for (; count < countMax && bytesMax + (texts?.length ?? 0) < SLICE_BYTES; count++) {
    const rows = topics[page.order[from + count] ?? 0];
    if (rows === undefined) throw new RangeError("a row of no topic");
    if (texts !== null) writeTexts(texts, rows, rows.first + rows.count);
    rows.count++;
    bytesMax += rows.bytesMax;
  }
  return { count, bytesMax };
}

/** Bytes of all rows at most, but for what stands around the values of every row. */
function roomForAll(topics: readonly TopicRows[]): number {
  return topics.reduce((sum, { columns, bytesMax }) => sum + columns.t.length * bytesMax, 0);
}

interface Slice {
  topics: readonly TopicRows[];
  opening: string;
  /** Of each row, its topic. */
  order: Uint16Array;
  texts: Uint8Array;
  /** Room for what is neither text already nor around the values of every row. */
  bytesMax: number;
}

/** @returns the rows' text, each with a comma before it, in the kernel's memory */
function writeSlice(kernel: RowKernel, { topics, opening, order, texts, bytesMax }: Slice): Uint8Array {
  kernel.begin();
  const put = kernel.putTexts([opening, FRAME_INDEX, NO_PICTURE, ...topics.map(({ lead }) => lead)]);
  const [pieces, leads] = [put.slice(0, PIECES), put.slice(PIECES)];
  const table = kernel.take(4 * TOPIC_WORDS * topics.length);
  let clock: Clock | null = null;
  for (const [i, rows] of topics.entries()) {
    const lead = leads[i];
    if (rows.count === 0 || lead === undefined) continue;
    clock = putClock(kernel, rows, clock);
    putTopic(kernel, rows, { clock, lead, at: table / 4 + i * TOPIC_WORDS });
  }
  const piecesAt = kernel.take(8 * PIECES);
  for (const [i, { place, bytes }] of pieces.entries())
    kernel.words.set([place, bytes], piecesAt / 4 + i * 2);
  const around = 3 * opening.length + NO_PICTURE.length + 2 * PUT_BYTES_MAX;
  const places = {
    order: kernel.put(order),
    topics: table,
    texts: kernel.put(texts),
    pieces: piecesAt,
    out: kernel.take(bytesMax + order.length * around + texts.length),
  };
  return kernel.writeRows(places, order.length);
}

/** Where the times and frame numbers of some rows lie. */
interface Clock {
  of: TopicRows;
  times: number;
  frames: number;
}

/** @param before is answered again for rows that have the same: topics of one robot mostly do */
function putClock(kernel: RowKernel, rows: TopicRows, before: Clock | null): Clock {
  const { columns, first, count } = rows;
  const { t, frame } = columns;
  if (before !== null) {
    const { of } = before;
    const isSame = of.columns.t === t && of.columns.frame === frame && of.first === first;
    if (isSame && of.count === count) return before;
  }
  const isAll = count === t.length;
  return {
    of: rows,
    times: kernel.put(isAll ? t : t.subarray(first, first + count)),
    frames: kernel.put(isAll ? frame : frame.subarray(first, first + count)),
  };
}

/** Puts a topic's rows into memory, and where they lie into the table. */
function putTopic(
  kernel: RowKernel,
  { columns, numbers, values, picture, first, count }: TopicRows,
  { clock, lead, at }: { clock: Clock; lead: { place: number; bytes: number }; at: number },
): void {
  const { dims, t } = columns;
  const isAll = count === t.length;
  const numbersAt = kernel.put(isAll ? numbers : numbers.subarray(first * dims, (first + count) * dims));
  const { words } = kernel;
  words[at] = values;
  words[at + 1] = dims;
  words[at + 2] = numbersAt;
  words[at + 3] = clock.frames;
  words[at + 4] = lead.place;
  words[at + 5] = lead.bytes;
  words[at + 6] = picture === null ? 0 : 1;
  words[at + 7] = clock.times;
}

function hasTexts({ values, picture }: TopicRows): boolean {
  return values === VALUES.text || picture !== null;
}

/** A writer with room for the rows of a page, and for `more` bytes around them. */
export function jsonRowsWriter(page: RowPage, more = 0): TextWriter {
  return new TextWriter(256 + 256 * page.order.length + more);
}

/** The text of {@link writeJsonRows} alone, in memory of its own. */
export function encodeJsonRows(page: RowPage, options: JsonRowOptions): Uint8Array {
  const writer = jsonRowsWriter(page);
  writeJsonRows(writer, page, options);
  return writer.finish();
}
