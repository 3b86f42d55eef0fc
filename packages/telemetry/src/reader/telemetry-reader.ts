import type { ObjectStore } from "../object-store/index.ts";
import type { Envelope, SegmentRef, TimeWindow, TopicColumns } from "../types.ts";
import { checkWindow } from "./check-window.ts";
import { describeTopics, type DescribedTopic } from "./describe-topics.ts";
import { nearestRow, rowAt, type PlacedRow } from "./place-row.ts";
import { readEnvelopes, type EnvelopeQuery } from "./read-envelopes.ts";
import { readPage, type RowPage, type RowQuery } from "./read-page.ts";
import { readParts, selectTopics } from "./read-parts.ts";
import type { ReadCounters } from "./range-source.ts";
import { SegmentCache } from "./segment-cache.ts";

const CACHE_BYTES_MAX = 64 << 20;
const SMALL_BYTES_MAX = 16 << 20;

export interface TopicWindow extends TimeWindow {
  /** Absent: all topics. Names that an episode does not have are passed over. */
  topics?: readonly string[];
}

/**
 * Reads episodes straight from their segments. All times are seconds from the episode's start, windows include both ends.
 * Errors: `bad_request` (a window of NaN, a limit below 1), `not_found` and `corrupt_data` (a segment is missing or damaged).
 */
export interface TelemetryReader {
  /** All topics, from the heads alone. */
  topics(segments: readonly SegmentRef[]): Promise<DescribedTopic[]>;
  /** Each topic's rows in the window; topics without rows in it come back empty. Arrays are the caller's own; topics of one clock may have it in common. */
  read(segments: readonly SegmentRef[], window?: TopicWindow): Promise<TopicColumns[]>;
  /** At most `buckets` (and a few for the window's and the parts' ends) buckets per numeric topic, in time that does not grow with the episode. */
  envelope(segments: readonly SegmentRef[], query: EnvelopeQuery): Promise<Envelope[]>;
  /** Rows of all topics in the order of time, a page of at most `limit`. Arrays are lent: they must not be changed. */
  rows(segments: readonly SegmentRef[], query: RowQuery): Promise<RowPage>;
  /** The k-th row of a topic in the order of time over all parts; null beyond the last. */
  rowAt(
    segments: readonly SegmentRef[],
    place: { topic: string; ordinal: number },
  ): Promise<PlacedRow | null>;
  /** The row of a topic nearest to a time; null when it has none. */
  nearestRow(
    segments: readonly SegmentRef[],
    place: { topic: string; time: number },
  ): Promise<PlacedRow | null>;
  /** Reads what is small of an episode before anybody asks for it. @returns false once there is no more room for it */
  prepare(segments: readonly SegmentRef[]): Promise<boolean>;
  /** Since the reader was opened. */
  stats(): ReadCounters;
  close(): void;
}

/**
 * @param cacheBytesMax memory for the heads of open segments
 * @param smallBytesMax memory for segments of up to 64 KB, which are kept whole
 */
export function openTelemetryReader({
  store,
  cacheBytesMax = CACHE_BYTES_MAX,
  smallBytesMax = SMALL_BYTES_MAX,
}: {
  store: ObjectStore;
  cacheBytesMax?: number;
  smallBytesMax?: number;
}): TelemetryReader {
  const cache = new SegmentCache(store, { bytesMax: cacheBytesMax, smallBytesMax });
  return {
    topics: async (segments) => await describeTopics(cache, segments),
    async read(segments, window = {}) {
      return await readParts(cache, segments, selectTopics(window.topics), checkWindow(window));
    },
    envelope: async (segments, query) => await readEnvelopes(cache, segments, query, checkWindow(query)),
    rows: (segments, query) => readPage(cache, segments, query),
    rowAt: async (segments, place) => await rowAt(cache, segments, place),
    nearestRow: async (segments, place) => await nearestRow(cache, segments, place),
    async prepare(segments) {
      for (const segment of segments) if (!(await cache.prepare(segment))) return false;
      return true;
    },
    stats: () => ({ ...cache.counters }),
    close: () => cache.close(),
  };
}
