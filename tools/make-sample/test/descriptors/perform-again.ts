import type { SignalColumns } from "@retake/ai/types";
import { seededRandom } from "../../src/sim/random.ts";
import type { DescribedEpisode } from "./described-episode.ts";

/** The same motion as if done once more: up to 30 % slower or faster, here sooner and there later, with noise of a share of each dimension's spread. */
export function performAgain(episode: DescribedEpisode, noise: number, seed: number): DescribedEpisode {
  const random = seededRandom(seed);
  const pace = random.between(0.7, 1.3);
  const bend = [random.between(-0.08, 0.08), random.between(-0.025, 0.025)];
  const when = (share: number): number =>
    share + bend[0]! * Math.sin(Math.PI * share) + bend[1]! * Math.sin(2 * Math.PI * share);
  return {
    ...episode,
    signals: episode.signals.map((signal) =>
      stretch(signal, pace, when, (spread) => random.normal(noise * spread)),
    ),
  };
}

function stretch(
  signal: SignalColumns,
  pace: number,
  when: (share: number) => number,
  noise: (spread: number) => number,
): SignalColumns {
  const { t, dims, values } = signal;
  const rows = Math.max(4, Math.round(t.length * pace));
  const stepS = (t[t.length - 1]! - t[0]!) / (t.length - 1);
  const out = new Float64Array(rows * dims);
  for (let d = 0; d < dims; d++) {
    const column = Array.from(t, (_, row) => values[row * dims + d]!);
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const spread = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length);
    for (let row = 0; row < rows; row++) {
      const place = Math.min(1, Math.max(0, when(row / (rows - 1)))) * (t.length - 1);
      const before = Math.min(t.length - 2, Math.floor(place));
      const share = place - before;
      out[row * dims + d] = column[before]! * (1 - share) + column[before + 1]! * share + noise(spread);
    }
  }
  return { ...signal, t: Float64Array.from({ length: rows }, (_, row) => row * stepS), values: out };
}
