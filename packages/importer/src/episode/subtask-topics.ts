import type { TopicColumns } from "@retake/telemetry/types";
import type { SubtaskSpan } from "../layout/episode-row.ts";
import { type RowTimes, textTopic } from "./column-recorder.ts";
import { nearestFrame } from "./text-recorders.ts";

/** Spans closer together than this follow one another. */
const GAP_S = 1e-3;

/**
 * Named spans of the episodes table as topics of words: one sample where a span begins, an empty one where it ends and
 * none follows.
 */
export function subtaskTopics(
  spans: readonly SubtaskSpan[],
  times: RowTimes,
  others: readonly TopicColumns[],
): TopicColumns[] {
  const topics: TopicColumns[] = [];
  for (const kind of ["", "sparse", "dense"]) {
    const ordered = spans.filter((span) => span.kind === kind).toSorted((a, b) => a.from - b.from);
    const name = kind === "" ? "/subtask" : `/subtask/${kind}`;
    // The unprefixed names repeat the sparse ones, and a column of the frames is more exact.
    const isRepeated = kind === "" && spans.some((span) => span.kind === "sparse");
    if (ordered.length === 0 || isRepeated || others.some((topic) => topic.name === name)) continue;
    const samples = ordered.flatMap(({ from, to, name: word }, i) => {
      const next = ordered[i + 1]?.from ?? Infinity;
      const begin = { t: from, word };
      return to !== null && to > from && to + GAP_S < next ? [begin, { t: to, word: "" }] : [begin];
    });
    const t = Float64Array.from(samples, (sample) => sample.t);
    const frame = Int32Array.from(samples, (sample) => nearestFrame(times, sample.t));
    topics.push(
      textTopic(
        name,
        { t, frame },
        samples.map((sample) => sample.word),
      ),
    );
  }
  return topics;
}
