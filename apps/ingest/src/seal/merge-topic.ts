import type { DeclaredTopic } from "@retake/core/recording-meta";
import { dataTypeOf } from "@retake/telemetry/json-rows";
import { mergeStatistics } from "@retake/telemetry/statistics";
import type { TopicStatistics, TopicSummary } from "@retake/telemetry/types";

/** A topic's row in the register, without the episode it belongs to. */
export interface TopicRow {
  name: string;
  kind: "signal" | "camera" | "text";
  dataType: string;
  shape: number[];
  featureNames: string[];
  units: string[];
  messageCount: number;
  firstTime: number;
  lastTime: number;
  avgFrequency: number;
  stats: TopicStatistics | null;
  position: number;
}

export interface MergedTopic {
  row: TopicRow;
  /** Its samples are of another type or shape than before: counted with them, but not in their statistics. */
  changed: boolean;
}

/**
 * What the register says of a topic after one more part. Counts and times are exact, statistics up to rounding.
 * @param known its row before, also one that was only declared
 */
export function mergeTopic(
  known: TopicRow | null,
  part: TopicSummary,
  declared: DeclaredTopic | undefined,
  position: number,
): MergedTopic {
  const fresh = describePart(part, declared, position);
  if (known === null) return { row: fresh, changed: false };
  if (known.messageCount === 0) {
    const { featureNames, units } = known;
    const kept = {
      featureNames: featureNames.length > 0 ? featureNames : fresh.featureNames,
      units: units.length > 0 ? units : fresh.units,
    };
    return { row: { ...fresh, ...kept, position: known.position }, changed: false };
  }
  const changed =
    known.dataType !== fresh.dataType ||
    (fresh.kind === "signal" && String(known.shape) !== String(fresh.shape));
  const messageCount = known.messageCount + part.count;
  const firstTime = Math.min(known.firstTime, part.firstTime);
  const lastTime = Math.max(known.lastTime, part.lastTime);
  const avgFrequency = lastTime > firstTime ? (messageCount - 1) / (lastTime - firstTime) : 0;
  const stats = changed
    ? known.stats
    : mergeStatistics([known.stats, part.statistics].filter((s) => s !== null));
  return { row: { ...known, messageCount, firstTime, lastTime, avgFrequency, stats }, changed };
}

function describePart(
  { name, type, shape, count, firstTime, lastTime, avgFrequency, statistics }: TopicSummary,
  declared: DeclaredTopic | undefined,
  position: number,
): TopicRow {
  const kind = type === "image" ? "camera" : type === "string" ? "text" : "signal";
  const dims = kind === "signal" ? shape.reduce((product, n) => product * n, 1) : 0;
  return {
    name,
    kind,
    dataType: dataTypeOf(type),
    shape: kind === "text" ? [] : shape,
    featureNames: dims === 0 ? [] : featureNamesOf(name, declared?.names ?? [], dims),
    units: declared?.units?.slice(0, dims) ?? [],
    messageCount: count,
    firstTime,
    lastTime,
    avgFrequency,
    stats: statistics,
    position,
  };
}

/** One name per dimension: the declared ones, and `name[i]` for those without. */
function featureNamesOf(topic: string, names: readonly string[], dims: number): string[] {
  const short = topic.slice(topic.lastIndexOf("/") + 1);
  if (dims === 1 && names.length === 0) return [short];
  return Array.from({ length: dims }, (_, i) => names[i] ?? `${short}[${i}]`);
}
