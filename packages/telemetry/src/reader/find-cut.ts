import type { HeadTopic } from "../segment/segment-head.ts";
import type { SegmentRef } from "../types.ts";
import { locateRows } from "./locate-rows.ts";
import { byFirstTime, type TopicSelection } from "./read-parts.ts";
import { readTimes } from "./read-rows.ts";
import type { SegmentCache } from "./segment-cache.ts";

export interface Cut {
  /** The page ends with this time, inclusive. */
  last: number;
  nextTime: number | null;
}

/**
 * Where a page of `limit` rows must end so that no timestamp is split; reads times only, and none when everything fits anyway: that is
 * known at once where all segments are open.
 */
export function findCut(
  cache: SegmentCache,
  segments: readonly SegmentRef[],
  select: TopicSelection,
  window: { from: number; to: number; limit: number },
): Cut | Promise<Cut> {
  const { from, to, limit } = window;
  let rowsMax = 0;
  for (const ref of segments) {
    const open = cache.opened(ref);
    if (open === undefined) return countedCut(cache, segments, select, window);
    rowsMax += rowsOf(select(open), from, to);
    if (rowsMax > limit) return searchCut(cache, segments, select, window);
  }
  return { last: to, nextTime: null };
}

async function countedCut(
  cache: SegmentCache,
  segments: readonly SegmentRef[],
  select: TopicSelection,
  window: { from: number; to: number; limit: number },
): Promise<Cut> {
  const { from, to, limit } = window;
  let rowsMax = 0;
  for (const ref of segments) {
    rowsMax += await cache.use(ref, (segment) => rowsOf(select(segment), from, to));
    if (rowsMax > limit) return await searchCut(cache, segments, select, window);
  }
  return { last: to, nextTime: null };
}

async function searchCut(
  cache: SegmentCache,
  segments: readonly SegmentRef[],
  select: TopicSelection,
  { from, to, limit }: { from: number; to: number; limit: number },
): Promise<Cut> {
  const times = await firstTimes(cache, segments, select, { from, to, count: limit + 1 });
  const overflow = times[limit];
  if (overflow === undefined) return { last: to, nextTime: null };
  let row = limit - 1;
  while (row >= 0 && times[row] === overflow) row--;
  const last = times[row];
  // The rows of one timestamp are more than a page: they come whole, and the next page begins behind them.
  if (last === undefined)
    return { last: overflow, nextTime: await timeAfter(cache, segments, select, overflow, to) };
  return { last, nextTime: overflow };
}

/** Rows of topics that have any in the window. */
function rowsOf(topics: readonly HeadTopic[], from: number, to: number): number {
  let rows = 0;
  for (const topic of topics) if (topic.first <= to && topic.last >= from) rows += topic.rows;
  return rows;
}

/** The first `count` times of the window over all topics, in order. */
async function firstTimes(
  cache: SegmentCache,
  segments: readonly SegmentRef[],
  select: TopicSelection,
  { from, to, count }: { from: number; to: number; count: number },
): Promise<Float64Array> {
  let first: Float64Array = new Float64Array(0);
  for (const ref of byFirstTime(segments)) {
    // Nothing of this part can come before what is already there.
    if (first.length === count && ref.firstTime > (first[count - 1] ?? Infinity)) break;
    first = await cache.use(ref, async (segment) => {
      const lists = [first];
      for (const topic of select(segment)) {
        const { start, end } = await locateRows(segment, topic, from, to);
        lists.push(await readTimes(segment, topic, start, Math.min(end, start + count)));
      }
      return smallest(lists, count);
    });
  }
  return first;
}

function smallest(lists: readonly Float64Array[], count: number): Float64Array {
  const all = new Float64Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all.sort().subarray(0, count);
}

async function timeAfter(
  cache: SegmentCache,
  segments: readonly SegmentRef[],
  select: TopicSelection,
  time: number,
  to: number,
): Promise<number | null> {
  const from = nextDouble(time);
  const [next] = await firstTimes(cache, segments, select, { from, to, count: 1 });
  return next ?? null;
}

/** The smallest double greater than `x`. */
function nextDouble(x: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x === 0 ? 0 : x);
  view.setBigInt64(0, view.getBigInt64(0) + (x < 0 ? -1n : 1n));
  return view.getFloat64(0);
}
