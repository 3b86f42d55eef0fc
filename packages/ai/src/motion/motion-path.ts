import type { Track } from "./resample.ts";

export const PATH_POINTS = 16;

/** Length of the path up to each step, in robust units. */
export function arcLength({ steps, dims, data }: Track): Float64Array {
  const length = new Float64Array(steps);
  for (let step = 1; step < steps; step++) {
    let squared = 0;
    for (let d = 0; d < dims; d++) squared += (data[step * dims + d]! - data[(step - 1) * dims + d]!) ** 2;
    length[step] = length[step - 1]! + Math.sqrt(squared);
  }
  return length;
}

/**
 * The path at {@link PATH_POINTS} places at equal distances along half time, half length: so a pause takes little of it, and a
 * retry that hardly moves is still seen.
 */
export function motionPath(track: Track, length: Float64Array): number[] {
  const { steps, dims, data } = track;
  const whole = length[steps - 1]!;
  const along = (step: number): number =>
    whole > 0 ? 0.5 * (step / (steps - 1)) + (0.5 * length[step]!) / whole : step / (steps - 1);
  const path: number[] = [];
  let step = 0;
  for (let n = 0; n < PATH_POINTS; n++) {
    const wanted = n / (PATH_POINTS - 1);
    while (step < steps - 2 && along(step + 1) < wanted) step++;
    const [before, after] = [along(step), along(step + 1)];
    const share = after > before ? Math.max(0, Math.min(1, (wanted - before) / (after - before))) : 0;
    for (let d = 0; d < dims; d++)
      path.push(data[step * dims + d]! * (1 - share) + data[(step + 1) * dims + d]! * share);
  }
  return path;
}
