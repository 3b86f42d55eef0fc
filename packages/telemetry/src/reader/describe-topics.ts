import type { SegmentRef, TopicColumns } from "../types.ts";
import { inOrder } from "./read-parts.ts";
import type { SegmentCache } from "./segment-cache.ts";

/** What an episode's segments say of a topic. */
export interface DescribedTopic extends Pick<TopicColumns, "name" | "type" | "shape" | "dims"> {
  rows: number;
}

export async function describeTopics(
  cache: SegmentCache,
  segments: readonly SegmentRef[],
): Promise<DescribedTopic[]> {
  const byName = new Map<string, DescribedTopic>();
  for (const ref of inOrder(segments)) {
    const topics = await cache.use(ref, async (segment) => [...segment.topics.values()]);
    for (const { name, type, shape, dims, rows } of topics) {
      const known = byName.get(name);
      if (known === undefined) byName.set(name, { name, type, shape, dims, rows });
      else known.rows += rows;
    }
  }
  return [...byName.values()];
}
