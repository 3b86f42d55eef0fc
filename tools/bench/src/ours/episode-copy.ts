import type { TopicColumns } from "@retake/telemetry/types";

/** An episode of the benchmark: an original (copy 0) or one of its copies. */
export interface EpisodeCopy {
  sessionId: string;
  /** Number of the original. */
  original: number;
  copy: number;
}

/** What each copy adds to every float32 value: a power of two, so that float32 sums are the same in every language. */
export const COPY_OFFSET = 0.125;

/** The copies that make `total` episodes of the originals, those first. */
export function copiesOf(originals: readonly EpisodeCopy[], total: number): EpisodeCopy[] {
  return Array.from({ length: Math.max(0, total - originals.length) }, (_, i) => {
    const number = originals.length + i;
    return {
      sessionId: `pusht.copy_${String(number).padStart(6, "0")}`,
      original: number % originals.length,
      copy: Math.floor(number / originals.length),
    };
  });
}

/** The samples of a copy. */
export function offsetTopics(topics: readonly TopicColumns[], copy: number): TopicColumns[] {
  const offset = copy * COPY_OFFSET;
  return topics.map((topic) =>
    topic.values instanceof Float32Array
      ? { ...topic, values: topic.values.map((value) => value + offset) }
      : topic,
  );
}
