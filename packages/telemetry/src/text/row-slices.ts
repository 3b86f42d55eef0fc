import { PUT_BYTES_MAX } from "./put-number.ts";
import type { RowKernel } from "./row-kernel.ts";
import type { TextWriter } from "./text-writer.ts";
import { writeTexts, type TopicRows } from "./topic-rows.ts";

const COMMA = 44;
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

/** Rows of a page in the order of time, some of which are written next. */
export interface RowSlices {
  topics: readonly TopicRows[];
  /** Of each row, its topic. */
  order: Uint16Array;
  /** What a row begins with. */
  opening: string;
  /** What of the next rows is text already; null where nothing ever is. */
  texts: TextWriter | null;
}

export interface RowSlice {
  from: number;
  count: number;
  /** Room for what is neither text already nor around the values of every row. */
  bytesMax: number;
}

/** What stands around the rows of a slice; null before those that follow others, with a comma between. */
export interface SliceEdges {
  before: string | null;
  after: string;
}

/** Notes which rows of each topic are written next, and writes what of them is text already. */
export function nextSlice({ topics, order, texts }: RowSlices, from: number): RowSlice {
  // A short episode without texts: there is nothing to look at row by row.
  const bytesOfAll = texts === null && order.length <= SLICE_ROWS_MAX ? roomForAll(topics) : Infinity;
  if (bytesOfAll <= SLICE_BYTES) {
    for (const rows of topics) rows.count = rows.columns.t.length;
    return { from, count: order.length, bytesMax: bytesOfAll };
  }
  for (const rows of topics) {
    rows.first += rows.count;
    rows.count = 0;
  }
  texts?.endAt(0);
  const countMax = Math.min(order.length - from, SLICE_ROWS_MAX);
  let bytesMax = 0;
  let count = 0;
  for (; count < countMax && bytesMax + (texts?.length ?? 0) < SLICE_BYTES; count++) {
    const rows = topics[order[from + count] ?? 0];
    if (rows === undefined) throw new RangeError("a row of no topic");
    if (texts !== null) writeTexts(texts, rows, rows.first + rows.count);
    rows.count++;
    bytesMax += rows.bytesMax;
  }
  return { from, count, bytesMax };
}

/** Bytes of all rows at most, but for what stands around the values of every row. */
function roomForAll(topics: readonly TopicRows[]): number {
  return topics.reduce((sum, { columns, bytesMax }) => sum + columns.t.length * bytesMax, 0);
}

/** @returns the text of at least one row, and what stands around, in the kernel's memory */
export function writeSlice(
  kernel: RowKernel,
  { topics, order, opening, texts }: RowSlices,
  { from, count, bytesMax }: RowSlice,
  { before, after }: SliceEdges,
): Uint8Array {
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
  const own = texts?.finish() ?? NO_TEXTS;
  const [orderAt, textsAt] = [kernel.put(order.subarray(from, from + count)), kernel.put(own)];
  const around = 3 * opening.length + NO_PICTURE.length + 2 * PUT_BYTES_MAX;
  const edges = 3 * ((before?.length ?? 0) + after.length);
  const start = kernel.take(bytesMax + count * around + own.length + edges);
  // Every row has a comma before it: that of the first lies on the last byte of what stands before, which is put there again.
  const out = before === null ? start : start + kernel.write(before, start) - 1;
  const last = kernel.bytes[out] ?? COMMA;
  const end = kernel.writeRows(
    { order: orderAt, topics: table, texts: textsAt, pieces: piecesAt, out },
    count,
  );
  if (before !== null) kernel.bytes[out] = last;
  return kernel.bytes.subarray(start, end + kernel.write(after, end));
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
