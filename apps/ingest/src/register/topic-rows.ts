import type { DeclaredTopic } from "@retake/core/recording-meta";
import type { TopicKind } from "@retake/core/topics";

/** A declared topic as a row of the register; the worker adds counts and statistics. */
export interface TopicRow {
  name: string;
  kind: TopicKind;
  dataType: string;
  shape: number[];
  featureNames: string[];
  units: string[];
  position: number;
}

export function topicRowsOf(topics: readonly DeclaredTopic[]): TopicRow[] {
  return topics.map(({ name, dataType, shape, names, units }, position) => {
    const kind = dataType === "image" ? "camera" : dataType === "string" ? "text" : "signal";
    const labels = kind === "signal";
    return {
      name,
      kind,
      dataType,
      shape: kind === "text" ? [] : (shape ?? []),
      featureNames: labels ? (names ?? []) : [],
      units: labels ? (units ?? []) : [],
      position,
    };
  });
}
