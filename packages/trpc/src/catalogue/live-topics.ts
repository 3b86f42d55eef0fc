import type { DeclaredTopic } from "@retake/core/recording-meta";
import { featureNamesOf } from "@retake/core/topics";
import { dataTypeOf } from "@retake/telemetry/json-rows";
import type { TailSegment, TailSegmentTopic } from "@retake/telemetry/tail";
import type { TopicRecord } from "./types.ts";

/** Topics with what the log adds to them, those that were there before first. Their statistics are those of nothing: they are of stored parts. */
export function liveTopics(
  stored: readonly TopicRecord[],
  segments: readonly TailSegment[],
  declared: readonly DeclaredTopic[],
): TopicRecord[] {
  const topics = new Map(stored.map((topic) => [topic.name, topic]));
  for (const added of segments.flatMap((segment) => segment.topics)) {
    const known = topics.get(added.name);
    const said = declared.find(({ name }) => name === added.name);
    topics.set(added.name, known === undefined ? newTopic(added, said) : grown(known, added, said));
  }
  return [...topics.values()];
}

function grown(known: TopicRecord, added: TailSegmentTopic, said: DeclaredTopic | undefined): TopicRecord {
  if (known.messageCount === 0) {
    const fresh = newTopic(added, said);
    const { featureNames, units, shape } = known;
    return {
      ...fresh,
      featureNames: featureNames.length > 0 ? featureNames : fresh.featureNames,
      units: units.length > 0 ? units : fresh.units,
      shape: fresh.kind === "camera" && shape.length > 0 ? shape : fresh.shape,
    };
  }
  const messageCount = known.messageCount + added.count;
  const firstTime = Math.min(known.firstTime, added.firstTime);
  const lastTime = Math.max(known.lastTime, added.lastTime);
  const avgFrequency = frequencyOf(messageCount, firstTime, lastTime);
  return { ...known, messageCount, firstTime, lastTime, avgFrequency, stats: null };
}

function newTopic(
  { name, type, shape, count, firstTime, lastTime }: TailSegmentTopic,
  said: DeclaredTopic | undefined,
): TopicRecord {
  const kind = type === "image" ? "camera" : type === "string" ? "text" : "signal";
  const dims = kind === "signal" ? shape.reduce((product, n) => product * n, 1) : 0;
  return {
    name,
    kind,
    dataType: dataTypeOf(type),
    shape: kind === "text" ? [] : shape,
    featureNames: dims === 0 ? [] : featureNamesOf(name, said?.names ?? [], dims),
    units: said?.units?.slice(0, dims) ?? [],
    messageCount: count,
    firstTime,
    lastTime,
    avgFrequency: frequencyOf(count, firstTime, lastTime),
    stats: null,
  };
}

function frequencyOf(count: number, firstTime: number, lastTime: number): number {
  return lastTime > firstTime ? (count - 1) / (lastTime - firstTime) : 0;
}
