import type { SignalColumns } from "@retake/ai/types";
import type { DescribedEpisode } from "./described-episode.ts";

/**
 * What is usually done: per dimension of state and action its mean, standard deviation, least, most, and mean and spread of its
 * changes from frame to frame, then duration and rewards; all standardised over the episodes. Shorter states are padded with zeros.
 */
export function baselineVectors(episodes: readonly DescribedEpisode[]): Float32Array[] {
  const dims = Math.max(...episodes.flatMap(({ signals }) => signals.map((signal) => signal.dims)));
  const rows = episodes.map(({ signals, rewards }) => {
    const t = signals[0]?.t ?? new Float64Array(0);
    const total = rewards.reduce((sum, reward) => sum + reward, 0);
    return [
      ...signals.flatMap((signal) => Array.from({ length: dims }, (_, d) => statistics(signal, d)).flat()),
      (t.at(-1) ?? 0) - (t[0] ?? 0),
      total,
      Math.max(0, ...rewards),
    ];
  });
  const width = rows[0]?.length ?? 0;
  const scale = Array.from({ length: width }, (_, d) => meanAndSpread(rows.map((row) => row[d]!)));
  return rows.map((row) =>
    Float32Array.from(row, (value, d) => (value - scale[d]![0]) / (scale[d]![1] || 1)),
  );
}

function statistics({ dims, values, t }: SignalColumns, d: number): number[] {
  if (d >= dims) return [0, 0, 0, 0, 0, 0];
  const column = Array.from(t, (_, row) => values[row * dims + d]!);
  const changes = column.slice(1).map((value, row) => value - column[row]!);
  return [...meanAndSpread(column), Math.min(...column), Math.max(...column), ...meanAndSpread(changes)];
}

function meanAndSpread(values: readonly number[]): [number, number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [mean, Math.sqrt(squares / Math.max(1, values.length))];
}
