import type { SegmentRef, TopicColumns } from "../types.ts";

/** From the first to the last row of any topic; 0 where there is none. */
export function coveredTimes(topics: readonly TopicColumns[]): Pick<SegmentRef, "firstTime" | "lastTime"> {
  const filled = topics.filter(({ t }) => t.length > 0);
  if (filled.length === 0) return { firstTime: 0, lastTime: 0 };
  return {
    firstTime: Math.min(...filled.map(({ t }) => t[0] ?? 0)),
    lastTime: Math.max(...filled.map(({ t }) => t.at(-1) ?? 0)),
  };
}
