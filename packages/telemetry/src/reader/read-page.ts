import { AppError } from "@retake/core/errors";
import type { SegmentRef, TimeWindow, TopicColumns } from "../types.ts";
import { checkWindow } from "./check-window.ts";
import { findCut } from "./find-cut.ts";
import { readParts, selectTopics } from "./read-parts.ts";
import type { SegmentCache } from "./segment-cache.ts";

export interface RowQuery extends TimeWindow {
  topics?: readonly string[];
  /** Rows of the page at most; only the rows of a single timestamp that are more than that come whole nevertheless. */
  limit: number;
}

/** Rows of several topics, merged by time; equal times in the order of the topics. */
export interface RowPage {
  /** Just the rows of this page, by topic. Not to be changed: others may have the same arrays. */
  topics: TopicColumns[];
  /** Of each row of the page its topic in `topics`, whose rows follow one another. */
  order: Uint16Array;
  /** `from` of the next page: the time of the first row in the window that is not in this page; null when all are. */
  nextTime: number | null;
}

/** A page reads of every topic no more times than its limit, and the values of its own rows only. */
export async function readPage(
  cache: SegmentCache,
  segments: readonly SegmentRef[],
  query: RowQuery,
): Promise<RowPage> {
  const { topics, limit } = query;
  const { from, to } = checkWindow(query);
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new AppError("bad_request", "limit must be a whole number from 1 on.");
  const select = selectTopics(topics);
  const cut = findCut(cache, segments, select, { from, to, limit });
  const { last, nextTime } = cut instanceof Promise ? await cut : cut;
  const read = readParts(cache, segments, select, { from, to: last, lent: true });
  const columns = read instanceof Promise ? await read : read;
  return { topics: columns, order: mergeRows(columns), nextTime };
}

/** Of all rows by time, which topic each is of. */
export function mergeRows(topics: readonly TopicColumns[]): Uint16Array {
  const count = topics.reduce((sum, columns) => sum + columns.t.length, 0);
  const order = new Uint16Array(count);
  if (haveOneClock(topics)) {
    for (let i = 0; i < topics.length; i++) order[i] = i;
    // What is there once more, until it is full.
    for (let done = topics.length; done < count; done *= 2) order.copyWithin(done, 0, done);
    return order;
  }
  const next = new Uint32Array(topics.length);
  const times = topics.map((columns) => columns.t);
  const heads = Float64Array.from(times, (t) => t[0] ?? Infinity);
  // Topics of one clock have most of their times in common: the earliest is looked for once, and all that have it follow.
  for (let k = 0; k < count;) {
    let earliest = Infinity;
    for (let i = 0; i < heads.length; i++) earliest = Math.min(earliest, heads[i] ?? Infinity);
    if (!(earliest < Infinity)) throw new AppError("corrupt_data", "A stored time is not a number.");
    for (let i = 0; i < heads.length; i++) {
      const t = times[i];
      if (t === undefined || heads[i] !== earliest) continue;
      let at = next[i] ?? 0;
      do {
        order[k++] = i;
      } while (t[++at] === earliest);
      next[i] = at;
      heads[i] = t[at] ?? Infinity;
    }
  }
  return order;
}

/** Whether all have the same times, each of them once: as the signals of one robot mostly do. */
function haveOneClock(topics: readonly TopicColumns[]): boolean {
  const [first, ...others] = topics;
  if (first === undefined) return false;
  const { t } = first;
  for (let i = 1; i < t.length; i++) if (!((t[i - 1] ?? NaN) < (t[i] ?? NaN))) return false;
  if (!((t[0] ?? NaN) < Infinity)) return false;
  const bytes = bytesOf(t);
  return others.every((other) => other.t === t || bytes.equals(bytesOf(other.t)));
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
