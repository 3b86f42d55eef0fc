import type { HeadGroup, HeadTopic } from "../segment/segment-head.ts";
import type { SampleValues, TopicColumns } from "../types.ts";
import { joinColumns } from "./join-columns.ts";
import type { OpenSegment } from "./open-segment.ts";
import { readBlocks, type Blocks, type Span } from "./read-blocks.ts";
import { decodeValues, valueSpan, type GroupRows } from "./row-values.ts";

/** Rows `[start, end)` of a topic in one segment. */
export interface RowRange {
  topic: HeadTopic;
  start: number;
  end: number;
}

/**
 * Reads rows of several topics with as few preads as possible; at once where they are in memory or small. Arrays are views on what was
 * read, unless rows span several row groups; topics of one clock may have theirs in common.
 * @param lent whether they may be views on what others read too, for who does not change them
 */
export function readRows(
  segment: OpenSegment,
  ranges: readonly RowRange[],
  lent = false,
): TopicColumns[] | Promise<TopicColumns[]> {
  const plans = ranges.map(({ topic, start, end }) => ({ topic, pieces: groupRows(topic, start, end) }));
  if (lent && segment.lent !== null) return decodePlans(plans, segment.lent);
  const spans: Span[] = [];
  let before: GroupRows | null = null;
  for (const { topic, pieces } of plans) {
    for (const piece of pieces) {
      if (!haveSameClock(piece, before)) addClockSpans(spans, piece);
      addValueSpans(spans, topic, piece);
      before = piece;
    }
  }
  const blocks = readBlocks(segment, spans);
  return blocks instanceof Promise
    ? blocks.then((fetched) => decodePlans(plans, fetched))
    : decodePlans(plans, blocks);
}

function decodePlans(
  plans: readonly { topic: HeadTopic; pieces: readonly GroupRows[] }[],
  blocks: Blocks,
): TopicColumns[] {
  let clock: Clock | null = null;
  return plans.map(({ topic, pieces }) =>
    joinColumns(
      pieces.map((piece) => decodeRows(topic, piece, blocks, (clock = readClock(piece, blocks, clock)))),
      () => emptyColumns(topic),
    ),
  );
}

/** Times and frame numbers of some rows. */
interface Clock {
  piece: GroupRows;
  t: Float64Array;
  frame: Int32Array;
}

/** @param before is answered again for rows that have the same */
function readClock(piece: GroupRows, blocks: Blocks, before: Clock | null): Clock {
  if (before !== null && haveSameClock(piece, before.piece)) return before;
  const { group, start, end } = piece;
  return { piece, t: times(piece, blocks), frame: int32s(blocks, group.frame, start, end) };
}

/** Whether these rows lie where those of the topic before do: signals of one robot mostly have their clock in common. */
function haveSameClock({ group, start, end }: GroupRows, before: GroupRows | null): boolean {
  if (before === null || before.start !== start || before.end !== end) return false;
  return before.group.t === group.t && before.group.frame === group.frame;
}

/** Times of rows `[start, end)` only. */
export async function readTimes(
  segment: OpenSegment,
  topic: HeadTopic,
  start: number,
  end: number,
): Promise<Float64Array> {
  const pieces = groupRows(topic, start, end);
  const blocks = await readBlocks(segment, pieces.map(timeSpan));
  const parts = pieces.map((piece) => times(piece, blocks));
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const joined = new Float64Array(end - start);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Bytes of all rows of a topic, about. */
export function topicBytes(topic: HeadTopic): number {
  return topic.groups.reduce(
    (sum, { rows, values, blob }) => sum + rows * (blob === undefined ? 12 : 24) + values[1] - values[0],
    0,
  );
}

function groupRows(topic: HeadTopic, start: number, end: number): GroupRows[] {
  const pieces: GroupRows[] = [];
  let first = 0;
  for (const group of topic.groups) {
    if (first >= end) break;
    const from = Math.max(0, start - first);
    const to = Math.min(group.rows, end - first);
    if (from < to) pieces.push({ group, start: from, end: to });
    first += group.rows;
  }
  return pieces;
}

function addClockSpans(spans: Span[], piece: GroupRows): void {
  const { group, start, end } = piece;
  spans.push(timeSpan(piece), { from: group.frame + start * 4, to: group.frame + end * 4 });
}

function addValueSpans(spans: Span[], topic: HeadTopic, piece: GroupRows): void {
  const { group, start, end } = piece;
  if (group.blob !== undefined) {
    const { offset, length } = group.blob;
    spans.push(
      { from: offset + start * 8, to: offset + end * 8 },
      { from: length + start * 4, to: length + end * 4 },
    );
  }
  spans.push(valueSpan(topic, piece));
}

function timeSpan({ group, start, end }: GroupRows): Span {
  return { from: group.t + start * 8, to: group.t + end * 8 };
}

function times(piece: GroupRows, blocks: Blocks): Float64Array {
  const { from, to } = timeSpan(piece);
  const bytes = blocks.place(from, to);
  return new Float64Array(bytes.buffer, bytes.byteOffset, piece.end - piece.start);
}

function decodeRows(topic: HeadTopic, piece: GroupRows, blocks: Blocks, { t, frame }: Clock): TopicColumns {
  const { name, type, shape, dims } = topic;
  const { group, start, end } = piece;
  const span = valueSpan(topic, piece);
  const columns: TopicColumns = {
    name,
    type,
    shape,
    dims,
    t,
    frame,
    values:
      span.to > span.from ? decodeValues(topic, piece, blocks.place(span.from, span.to)) : noValues(topic),
  };
  if (group.blob !== undefined) columns.blob = readBlob(group.blob, start, end, blocks);
  return columns;
}

function readBlob(
  { offset, length }: NonNullable<HeadGroup["blob"]>,
  start: number,
  end: number,
  blocks: Blocks,
): NonNullable<TopicColumns["blob"]> {
  const bytes = blocks.place(offset + start * 8, offset + end * 8);
  const offsets = new BigInt64Array(bytes.buffer, bytes.byteOffset, end - start);
  return { offset: Float64Array.from(offsets, Number), length: int32s(blocks, length, start, end) };
}

function int32s(blocks: Blocks, at: number, start: number, end: number): Int32Array {
  const bytes = blocks.place(at + start * 4, at + end * 4);
  return new Int32Array(bytes.buffer, bytes.byteOffset, end - start);
}

function emptyColumns(topic: HeadTopic): TopicColumns {
  const { name, type, shape, dims } = topic;
  const none = { t: new Float64Array(0), frame: new Int32Array(0), values: noValues(topic) };
  return { name, type, shape, dims, ...none };
}

function noValues({ type }: HeadTopic): SampleValues {
  switch (type) {
    case "float64":
      return new Float64Array(0);
    case "int64":
      return new BigInt64Array(0);
    case "bool":
      return new Uint8Array(0);
    case "string":
      return [];
    default:
      return new Float32Array(0);
  }
}
