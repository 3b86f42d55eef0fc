import { assert } from "@retake/core/errors";
import { footer, type ChunkRecord, type RowGroupRecord } from "../parquet/footer.ts";
import { dataPageHeader, ENCODING } from "../parquet/page.ts";
import type { SampleType, TopicColumns } from "../types.ts";
import { COMMON_COLUMNS, VALUE_COLUMNS, type ColumnSpec } from "../parquet/schema.ts";
import { checkTopics } from "./check-topics.ts";
import type { PlannedChunk } from "./chunk-planner.ts";
import { KnownColumns } from "./known-columns.ts";
import { planGroup, type PlannedGroup } from "./plan-group.ts";
import { buildPyramid } from "./pyramid.ts";
import { rowGroups } from "./row-groups.ts";
import {
  align8,
  dataStart,
  HEAD_AT,
  levelValueBytes,
  levelWidths,
  MAGIC,
  MARK_ROWS,
  type HeadTopic,
  type SegmentHead,
} from "./segment-head.ts";
import { bytesOf } from "./value-bytes.ts";

const FORMAT_KEY = "retake.segment";
const PLAIN_ENCODINGS = [ENCODING.plain, ENCODING.rle];
const CONSTANT_ENCODINGS = [ENCODING.plain, ENCODING.dictionary, ENCODING.rle];
const FEATURES_KEY = "retake.topics";

/**
 * The bytes of a segment in order: a standard Parquet file with one row group per topic and at most 65,536 rows, values PLAIN,
 * uncompressed and 8-byte aligned, one page per column chunk; times and frame numbers that several topics have in common lie there
 * once, and their row groups say so. Our head, time marks and pyramid lie in the gap after the first `PAR1`, where no Parquet reader
 * looks. The layout is arithmetic, so chunks are made (mostly: lent from the caller's arrays) one at a time and memory stays at one
 * row group and one topic's pyramid, whatever the length.
 * Deterministic: the same topics give the same bytes.
 * @throws AppError `bad_request` for topics that cannot be held faithfully
 */
export function* segmentChunks(topics: readonly TopicColumns[]): Generator<Uint8Array> {
  checkTopics(topics);
  const columns = columnsOf(topics);
  const { head, groups } = layOut(topics, columns);
  const json = Buffer.from(JSON.stringify(head));
  const start = dataStart(json.byteLength);
  const opening = Buffer.alloc(start, " ");
  opening.write(MAGIC, 0, "latin1");
  opening.writeUInt32LE(json.byteLength, MAGIC.length);
  json.copy(opening, HEAD_AT);
  yield opening;

  let position = 0;
  const until = function* (target: number): Generator<Uint8Array> {
    assert(target >= position, "a segment's parts follow one another");
    if (target > position) yield new Uint8Array(target - position);
    position = target;
  };
  for (const [i, topic] of topics.entries()) {
    for (const { at, bytes } of indexParts(topic, head.topics[i])) {
      yield* until(at);
      yield bytes;
      position += bytes.byteLength;
    }
  }
  const records: RowGroupRecord[] = [];
  const made = new Map<PlannedChunk, ChunkRecord>();
  for (const group of groups) {
    const chunks: ChunkRecord[] = [];
    for (const chunk of group.chunks) {
      const same = chunk.content.kind === "same" ? made.get(chunk.content.as) : undefined;
      if (same !== undefined) {
        chunks.push(same);
        continue;
      }
      const { gapEnd, parts, record } = makeChunk(chunk, position, start);
      yield* until(gapEnd);
      for (const part of parts) yield part;
      position += record.bytes;
      chunks.push(record);
      made.set(chunk, record);
    }
    records.push({ rows: group.rows, chunks });
  }
  const features = topics.map(({ name, type, shape }) => ({ name, type, shape }));
  yield footer(columns, records, { [FORMAT_KEY]: "1", [FEATURES_KEY]: JSON.stringify(features) });
}

/** Columns all segments have (with `v`), then those of the value types that are really there. */
function columnsOf(topics: readonly TopicColumns[]): ColumnSpec[] {
  const used = new Set<SampleType>(topics.map((topic) => topic.type)).add("float32");
  const typed = (["float32", "float64", "int64", "bool", "string"] as const).filter((type) => used.has(type));
  return [...Object.values(COMMON_COLUMNS), ...typed.map((type) => VALUE_COLUMNS[type])];
}

function layOut(
  topics: readonly TopicColumns[],
  columns: ColumnSpec[],
): { head: SegmentHead; groups: PlannedGroup[] } {
  const head: SegmentHead = { version: 1, topics: [] };
  let position = 0;
  const reserve = (bytes: number): number => {
    const at = position;
    position = align8(position + bytes);
    return at;
  };
  for (const { name, type, shape, dims, t } of topics) {
    const rows = t.length;
    const marks = rows > MARK_ROWS ? reserve(Math.ceil(rows / MARK_ROWS) * 8) : null;
    const levels = levelWidths(type, dims, rows).map((width) => {
      const cells = Math.ceil(rows / width);
      return {
        width,
        cells,
        t: reserve(cells * 8),
        values: reserve(cells * dims * 3 * levelValueBytes(type)),
      };
    });
    const ends = { first: t[0] ?? 0, last: t[rows - 1] ?? 0 };
    head.topics.push({ name, type, shape, dims, rows, ...ends, marks, levels, groups: [] });
  }
  const groups: PlannedGroup[] = [];
  const known = new KnownColumns();
  for (const [i, topic] of topics.entries()) {
    for (const range of rowGroups(topic)) {
      const group = planGroup(topic, range, { columns, known, position });
      position = group.end;
      groups.push(group);
      head.topics[i]?.groups.push(group.head);
    }
  }
  return { head, groups };
}

/** Time marks and pyramid of a topic, made when their turn comes. */
function* indexParts(
  topic: TopicColumns,
  head: HeadTopic | undefined,
): Generator<{ at: number; bytes: Uint8Array }> {
  if (head === undefined) return;
  if (head.marks !== null) {
    const marks = new Float64Array(Math.ceil(head.rows / MARK_ROWS));
    for (let i = 0; i < marks.length; i++) marks[i] = topic.t[i * MARK_ROWS] ?? 0;
    yield { at: head.marks, bytes: bytesOf(marks) };
  }
  for (const [i, { t, values }] of buildPyramid(topic).entries()) {
    const place = head.levels[i];
    assert(place !== undefined, "the pyramid has the levels that were laid out");
    yield { at: place.t, bytes: bytesOf(t) };
    yield { at: place.values, bytes: bytesOf(values) };
  }
}

/** A chunk's bytes with its page header, and what the footer says of it. `position` counts from `start`, the footer from the file's begin. */
function makeChunk(
  { column, values, statistics, content }: PlannedChunk,
  position: number,
  start: number,
): { gapEnd: number; parts: Uint8Array[]; record: ChunkRecord } {
  assert(content.kind !== "same", "what a chunk is the same as comes before it");
  const common = { column, values, ...(statistics === undefined ? {} : { statistics }) };
  if (content.kind === "ready") {
    const { dictionary, data } = content;
    const dictionaryBytes = dictionary?.byteLength ?? 0;
    const at = start + position;
    const bytes = dictionaryBytes + data.byteLength;
    const record: ChunkRecord = {
      ...common,
      pageAt: at + dictionaryBytes,
      bytes,
      encodings: PLAIN_ENCODINGS,
    };
    if (dictionary === null) return { gapEnd: position, parts: [data], record };
    Object.assign(record, { dictionaryAt: at, encodings: CONSTANT_ENCODINGS });
    return { gapEnd: position, parts: [dictionary, data], record };
  }
  const levels = content.levels();
  const body = content.body();
  assert(body.byteLength === content.bytes, "a chunk has the bytes that were laid out");
  const header = dataPageHeader(values, ENCODING.plain, [levels, body]);
  const gapEnd = content.valuesAt - levels.byteLength - header.byteLength;
  const bytes = header.byteLength + levels.byteLength + body.byteLength;
  const record = { ...common, pageAt: start + gapEnd, bytes, encodings: PLAIN_ENCODINGS };
  return { gapEnd, parts: [header, levels, body], record };
}
