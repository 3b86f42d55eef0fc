import { AppError } from "@retake/core/errors";
import type { TopicColumns, TopicStatistics, TopicSummary } from "./types.ts";

/**
 * Minimum, maximum, mean and population standard deviation per dimension over the finite samples, by Welford's algorithm
 * (Knuth, TAOCP 2, 4.2.2): stable where the naive sum of squares cancels. Int64 beyond 2^53 is rounded to the nearest double.
 * @returns null for strings and images, which have none
 */
export function statisticsOf({
  type,
  dims,
  values,
}: Pick<TopicColumns, "type" | "dims" | "values">): TopicStatistics | null {
  if (type === "string" || type === "image") return null;
  const count = new Float64Array(dims);
  const mean = new Float64Array(dims);
  const squares = new Float64Array(dims);
  const min = new Float64Array(dims).fill(Infinity);
  const max = new Float64Array(dims).fill(-Infinity);
  for (let i = 0, d = 0; i < values.length; i++, d = d + 1 === dims ? 0 : d + 1) {
    const x = Number(values[i]);
    if (x - x !== 0) continue;
    const samples = (count[d] ?? 0) + 1;
    const before = mean[d] ?? 0;
    const after = before + (x - before) / samples;
    count[d] = samples;
    mean[d] = after;
    squares[d] = (squares[d] ?? 0) + (x - before) * (x - after);
    if (x < (min[d] ?? 0)) min[d] = x;
    if (x > (max[d] ?? 0)) max[d] = x;
  }
  const orNull = (array: Float64Array): (number | null)[] =>
    Array.from(array, (x, d) => (count[d] === 0 ? null : x));
  return {
    min: orNull(min),
    max: orNull(max),
    mean: orNull(mean),
    std: orNull(squares.map((sum, d) => Math.sqrt(sum / (count[d] ?? 1)))),
    count: Array.from(count),
  };
}

export function summariseTopic(topic: TopicColumns): TopicSummary {
  const rows = topic.t.length;
  const firstTime = topic.t[0] ?? 0;
  const lastTime = topic.t[rows - 1] ?? 0;
  return {
    name: topic.name,
    type: topic.type,
    shape: topic.shape,
    count: rows,
    firstTime,
    lastTime,
    avgFrequency: lastTime > firstTime ? (rows - 1) / (lastTime - firstTime) : 0,
    statistics: statisticsOf(topic),
  };
}

/**
 * Statistics of the union of disjoint samples, such as a feature over all episodes of a dataset: exact up to rounding, in any order
 * (Chan, Golub and LeVeque 1979).
 * @throws AppError `bad_request` when the numbers of dimensions differ
 */
export function mergeStatistics(parts: Iterable<TopicStatistics>): TopicStatistics | null {
  let merged: TopicStatistics | null = null;
  for (const part of parts) merged = merged === null ? copyOf(part) : mergeInto(merged, part);
  return merged;
}

function mergeInto(into: TopicStatistics, part: TopicStatistics): TopicStatistics {
  if (into.count.length !== part.count.length) {
    throw new AppError(
      "bad_request",
      `Statistics of ${part.count.length} dimensions cannot be merged with those of ${into.count.length}.`,
    );
  }
  for (let d = 0; d < into.count.length; d++) {
    const a = dimension(into, d);
    const b = dimension(part, d);
    if (b === null) continue;
    const count = (a?.count ?? 0) + b.count;
    const share = b.count / count;
    const distance = a === null ? 0 : b.mean - a.mean;
    into.min[d] = Math.min(a?.min ?? Infinity, b.min);
    into.max[d] = Math.max(a?.max ?? -Infinity, b.max);
    into.mean[d] = a === null ? b.mean : a.mean + distance * share;
    const variance =
      (a?.std ?? 0) ** 2 * (1 - share) + b.std ** 2 * share + distance ** 2 * share * (1 - share);
    into.std[d] = Math.sqrt(variance);
    into.count[d] = count;
  }
  return into;
}

interface Dimension {
  min: number;
  max: number;
  mean: number;
  std: number;
  count: number;
}

/** Null where there is no finite sample. */
function dimension(statistics: TopicStatistics, d: number): Dimension | null {
  const [min, max, mean, std] = [statistics.min[d], statistics.max[d], statistics.mean[d], statistics.std[d]];
  const count = statistics.count[d] ?? 0;
  if (count === 0 || min == null || max == null || mean == null || std == null) return null;
  return { min, max, mean, std, count };
}

function copyOf({ min, max, mean, std, count }: TopicStatistics): TopicStatistics {
  return { min: [...min], max: [...max], mean: [...mean], std: [...std], count: [...count] };
}
