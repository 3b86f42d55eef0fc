import { MARK_ROWS, type HeadTopic } from "../segment/segment-head.ts";
import type { OpenSegment } from "./open-segment.ts";
import { readTimes } from "./read-rows.ts";
import { lowerBound, upperBound } from "./search-times.ts";

/** Rows `[start, end)` of a topic whose times lie in the inclusive window: reads at most the marks (once) and two runs of 1,024 times. */
export async function locateRows(
  segment: OpenSegment,
  topic: HeadTopic,
  from: number,
  to: number,
): Promise<{ start: number; end: number }> {
  if (topic.rows === 0 || topic.first > to || topic.last < from || from > to) return { start: 0, end: 0 };
  const start = topic.first >= from ? 0 : await boundary(segment, topic, (t) => lowerBound(t, from));
  const end = topic.last <= to ? topic.rows : await boundary(segment, topic, (t) => upperBound(t, to));
  return { start, end };
}

/** The same bound over all times of the topic: first among the marks, then between two of them. */
async function boundary(
  segment: OpenSegment,
  topic: HeadTopic,
  bound: (t: Float64Array) => number,
): Promise<number> {
  const run = Math.max(0, bound(await readMarks(segment, topic)) - 1);
  const first = run * MARK_ROWS;
  const times = await readTimes(segment, topic, first, Math.min(topic.rows, first + MARK_ROWS));
  return first + bound(times);
}

async function readMarks(segment: OpenSegment, topic: HeadTopic): Promise<Float64Array> {
  if (topic.marks === null) return new Float64Array(0);
  const known = segment.marks.get(topic.name);
  if (known !== undefined) return known;
  const count = Math.ceil(topic.rows / MARK_ROWS);
  const bytes = await segment.read(topic.marks, topic.marks + count * 8);
  const marks = new Float64Array(bytes.buffer, bytes.byteOffset, count);
  segment.marks.set(topic.name, marks);
  return marks;
}
