import type { HeadTopic } from "../segment/segment-head.ts";
import type { TopicColumns } from "../types.ts";
import { locateRows } from "./locate-rows.ts";
import type { OpenSegment } from "./open-segment.ts";
import { readRows, topicBytes, type RowRange } from "./read-rows.ts";
import { sliceWindow } from "./slice-columns.ts";

/** Up to here it is faster to read the topics whole, in one go, and cut in memory. */
const WHOLE_BYTES_MAX = 256 * 1024;

/**
 * Topics of one segment in an inclusive window, at once where they are in memory or small; those without rows in it come back empty.
 * @param window `lent`: see `readRows`
 */
export function readWindow(
  segment: OpenSegment,
  topics: readonly HeadTopic[],
  { from, to, lent }: { from: number; to: number; lent?: boolean },
): TopicColumns[] | Promise<TopicColumns[]> {
  let bytes = 0;
  for (const topic of topics) if (isInside(topic, from, to)) bytes += topicBytes(topic);
  if (bytes > WHOLE_BYTES_MAX) return readLocated(segment, topics, from, to);
  const ranges = topics.map((topic) => ({
    topic,
    start: 0,
    end: isInside(topic, from, to) ? topic.rows : 0,
  }));
  const cut = (whole: TopicColumns[]): TopicColumns[] => whole.map((topic) => sliceWindow(topic, from, to));
  const whole = readRows(segment, ranges, lent);
  return whole instanceof Promise ? whole.then(cut) : cut(whole);
}

async function readLocated(
  segment: OpenSegment,
  topics: readonly HeadTopic[],
  from: number,
  to: number,
): Promise<TopicColumns[]> {
  const ranges: RowRange[] = [];
  for (const topic of topics) ranges.push({ topic, ...(await locateRows(segment, topic, from, to)) });
  return await readRows(segment, ranges);
}

function isInside(topic: HeadTopic, from: number, to: number): boolean {
  return topic.rows > 0 && topic.last >= from && topic.first <= to && from <= to;
}
