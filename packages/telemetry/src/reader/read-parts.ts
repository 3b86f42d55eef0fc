import type { HeadTopic } from "../segment/segment-head.ts";
import type { SegmentRef, TopicColumns } from "../types.ts";
import { joinColumns } from "./join-columns.ts";
import type { OpenSegment } from "./open-segment.ts";
import { readWindow } from "./read-window.ts";
import type { SegmentCache } from "./segment-cache.ts";
import { splitLayouts } from "./split-layouts.ts";

export type TopicSelection = (segment: OpenSegment) => HeadTopic[];

export function selectTopics(names: readonly string[] | undefined): TopicSelection {
  if (names === undefined) return (segment) => [...segment.topics.values()];
  const wanted = [...new Set(names)];
  return (segment) => wanted.flatMap((name) => segment.topics.get(name) ?? []);
}

/**
 * Parts in the order in which their rows are joined: that of time when no two of them overlap, else as given, which is the order of
 * equal times.
 */
export function inOrder(segments: readonly SegmentRef[]): readonly SegmentRef[] {
  if (segments.length < 2) return segments;
  const sorted = byFirstTime(segments);
  const overlap = sorted.some(({ firstTime }, i) => firstTime <= (sorted[i - 1]?.lastTime ?? -Infinity));
  return overlap ? segments : sorted;
}

export function byFirstTime(segments: readonly SegmentRef[]): SegmentRef[] {
  return [...segments].sort((a, b) => a.firstTime - b.firstTime);
}

/**
 * Topics over all parts of an episode in an inclusive window. One that changed its layout comes as several, see `splitLayouts`.
 * @param window `lent`: see `readRows`
 */
export function readParts(
  cache: SegmentCache,
  segments: readonly SegmentRef[],
  select: TopicSelection,
  window: { from: number; to: number; lent?: boolean },
): TopicColumns[] | Promise<TopicColumns[]> {
  const [only] = segments;
  if (only === undefined || segments.length > 1) return joinParts(cache, segments, select, window);
  const read = (segment: OpenSegment): TopicColumns[] | Promise<TopicColumns[]> =>
    readWindow(segment, select(segment), window);
  const open = cache.opened(only);
  // No file that could close meanwhile: then nothing is to be waited for.
  return open?.source.holdsFile === false ? read(open) : cache.use(only, read);
}

async function joinParts(
  cache: SegmentCache,
  segments: readonly SegmentRef[],
  select: TopicSelection,
  { from, to }: { from: number; to: number },
): Promise<TopicColumns[]> {
  const byName = new Map<string, TopicColumns[]>();
  for (const ref of inOrder(segments)) {
    const parts = await cache.use(ref, (segment) => readWindow(segment, select(segment), { from, to }));
    for (const part of parts) {
      const known = byName.get(part.name);
      if (known === undefined) byName.set(part.name, [part]);
      else known.push(part);
    }
  }
  return [...byName.values()].flatMap((parts) => {
    const filled = parts.filter((part) => part.t.length > 0);
    return splitLayouts(filled.length > 0 ? filled : parts.slice(0, 1), (part) => part).flatMap(
      ({ name, pieces }) => {
        const [first] = pieces;
        return first === undefined ? [] : [{ ...joinColumns(pieces, () => first), name }];
      },
    );
  });
}
