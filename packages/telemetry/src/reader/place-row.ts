import type { HeadTopic } from "../segment/segment-head.ts";
import type { SegmentRef } from "../types.ts";
import { locateRows } from "./locate-rows.ts";
import { readRows, readTimes } from "./read-rows.ts";
import type { SegmentCache } from "./segment-cache.ts";
import { timeOrder } from "./time-order.ts";

/** One row of a topic, and where it stands among all of the topic's rows in the episode. */
export interface PlacedRow {
  /** The part it lies in. */
  segment: SegmentRef;
  /** 0 for the first in the order of time; equal times stand as the parts do, then as the rows in them. */
  ordinal: number;
  t: number;
  frame: number;
  /** Where its picture lies in the part's blob; null for topics without one. */
  picture: { offset: number; length: number } | null;
}

/** A part's rows of the topic. */
interface Span {
  ref: SegmentRef;
  topic: HeadTopic;
  /** Of the part among the parts. */
  index: number;
}

interface SpanRow {
  span: Span;
  row: number;
}

/** The k-th row. Reads the heads of all parts, the row, and times only of parts that overlap each other there. */
export async function rowAt(
  cache: SegmentCache,
  segments: readonly SegmentRef[],
  { topic, ordinal }: { topic: string; ordinal: number },
): Promise<PlacedRow | null> {
  if (!Number.isSafeInteger(ordinal) || ordinal < 0) return null;
  let before = 0;
  for (const cluster of clustersOf(await spansOf(cache, segments, topic))) {
    const rows = cluster.reduce((sum, span) => sum + span.topic.rows, 0);
    if (ordinal < before + rows) {
      const place = await pick(cache, cluster, ordinal - before);
      return place && (await readPlace(cache, place, ordinal));
    }
    before += rows;
  }
  return null;
}

/** The row nearest to a time, of two the earlier. Reads of each part at most its marks (once) and a run of times or two. */
export async function nearestRow(
  cache: SegmentCache,
  segments: readonly SegmentRef[],
  { topic, time }: { topic: string; time: number },
): Promise<PlacedRow | null> {
  const spans = await spansOf(cache, segments, topic);
  let best: (SpanRow & { t: number }) | null = null;
  for (const span of spans) {
    for (const row of await rowsAround(cache, span, time)) {
      const [distance, least] = [Math.abs(row.t - time), best === null ? Infinity : Math.abs(best.t - time)];
      if (distance < least || (distance === least && row.t < (best?.t ?? Infinity))) best = { span, ...row };
    }
  }
  if (best === null) return null;
  let ordinal = 0;
  for (const span of spans) {
    const isOwn = span.index === best.span.index;
    ordinal += isOwn ? best.row : await countBefore(cache, span, best.t, span.index < best.span.index);
  }
  return await readPlace(cache, best, ordinal);
}

async function spansOf(cache: SegmentCache, segments: readonly SegmentRef[], name: string): Promise<Span[]> {
  const spans: Span[] = [];
  for (const [index, ref] of segments.entries()) {
    const topic = await cache.use(ref, async (segment) => segment.topics.get(name));
    if (topic !== undefined && topic.rows > 0) spans.push({ ref, topic, index });
  }
  return spans;
}

/** Parts that must be looked at together, in the order of time; inside, in that of the parts. */
function clustersOf(spans: readonly Span[]): Span[][] {
  const clusters: Span[][] = [];
  let last = -Infinity;
  let highest = -1;
  for (const span of spans.toSorted((a, b) => a.topic.first - b.topic.first || a.index - b.index)) {
    const { topic, index } = span;
    const joins = topic.first < last || (topic.first === last && index < highest);
    if (joins) clusters.at(-1)?.push(span);
    else clusters.push([span]);
    last = Math.max(last, topic.last);
    highest = Math.max(highest, index);
  }
  return clusters.map((cluster) => cluster.sort((a, b) => a.index - b.index));
}

async function pick(cache: SegmentCache, cluster: readonly Span[], ordinal: number): Promise<SpanRow | null> {
  const [only] = cluster;
  if (cluster.length === 1 && only !== undefined) return { span: only, row: ordinal };
  const t = new Float64Array(cluster.reduce((sum, { topic }) => sum + topic.rows, 0));
  let at = 0;
  for (const { ref, topic } of cluster) {
    t.set(await cache.use(ref, (segment) => readTimes(segment, topic, 0, topic.rows)), at);
    at += topic.rows;
  }
  let row = timeOrder(t)?.[ordinal] ?? ordinal;
  for (const span of cluster) {
    if (row < span.topic.rows) return { span, row };
    row -= span.topic.rows;
  }
  return null;
}

/** The last row before a time and the first at or after it. */
async function rowsAround(
  cache: SegmentCache,
  { ref, topic }: Span,
  time: number,
): Promise<{ row: number; t: number }[]> {
  if (topic.first >= time) return [{ row: 0, t: topic.first }];
  if (topic.last < time) return [{ row: topic.rows - 1, t: topic.last }];
  return await cache.use(ref, async (segment) => {
    const { start } = await locateRows(segment, topic, time, Infinity);
    const first = Math.max(0, start - 1);
    const times = await readTimes(segment, topic, first, Math.min(topic.rows, start + 1));
    return Array.from(times, (t, i) => ({ row: first + i, t }));
  });
}

async function countBefore(
  cache: SegmentCache,
  { ref, topic }: Span,
  t: number,
  inclusive: boolean,
): Promise<number> {
  if (topic.last < t) return topic.rows;
  if (topic.first > t) return 0;
  return await cache.use(ref, async (segment) =>
    inclusive
      ? (await locateRows(segment, topic, -Infinity, t)).end
      : (await locateRows(segment, topic, t, Infinity)).start,
  );
}

async function readPlace(
  cache: SegmentCache,
  { span: { ref, topic }, row }: SpanRow,
  ordinal: number,
): Promise<PlacedRow> {
  const [columns] = await cache.use(ref, (segment) =>
    readRows(segment, [{ topic, start: row, end: row + 1 }]),
  );
  const { t, frame, blob } = columns ?? {};
  const picture = blob === undefined ? null : { offset: blob.offset[0] ?? 0, length: blob.length[0] ?? 0 };
  return { segment: ref, ordinal, t: t?.[0] ?? 0, frame: frame?.[0] ?? -1, picture };
}
