/** The part of a video file that belongs to one episode. */
export interface CameraSpan {
  /** Presentation ordinal of its first frame in the file. */
  firstFrame: number;
  frames: number;
  /** Seconds in the file: its first frame's, and the end of its last one. */
  fromTime: number;
  toTime: number;
  /** By which rule it was found. */
  by: "whole_file" | "ordinal" | "time";
}

export interface SpanInput {
  /** Presentation times of the file, ascending, and its end. */
  times: Float64Array;
  endTime: number;
  /** Frames of the episode's rows. */
  rows: number;
  /** All episodes of this file, in their order in it. */
  neighbours: readonly Neighbour[];
  /** The episode's place among them. */
  position: number;
  fps: number;
}

export interface Neighbour {
  length: number | null;
  /** Seconds in the file, as the metadata says. */
  from: number | null;
  to: number | null;
}

/**
 * Finds an episode's frames inside a video file. Where the lengths of all its episodes add up to the frames that are
 * really there, counting is exact. Only where they do not, the stated times are used, snapped to the nearest frame:
 * they drift by about half a millisecond an episode in real files.
 * @returns null when no frame is left for it
 */
export function findCameraSpan(input: SpanInput): CameraSpan | null {
  const { times, neighbours, position, rows } = input;
  const total = times.length;
  if (total === 0) return null;
  const own = neighbours[position];
  const stated = own?.from ?? null;
  // The other episodes of a file may have been left out of the metadata, and their pictures not out of the file.
  if (neighbours.length <= 1 && (stated === null || total === rows))
    return span(input, 0, total, "whole_file");
  let before = 0;
  let sum = 0;
  let known = true;
  for (const [i, { length }] of neighbours.entries()) {
    if (length === null) known = false;
    if (i < position) before += length ?? 0;
    sum += length ?? 0;
  }
  if (known && sum === total) return span(input, before, own?.length ?? rows, "ordinal");
  const from = own?.from ?? (times[0] ?? 0) + before / input.fps;
  const to = own?.to ?? neighbours[position + 1]?.from ?? from + rows / input.fps;
  const first = nearest(times, from);
  const end = to >= input.endTime - 0.5 / input.fps ? total : nearest(times, to);
  return from >= input.endTime || end <= first ? null : span(input, first, end - first, "time");
}

function span(
  { times, endTime }: SpanInput,
  firstFrame: number,
  frames: number,
  by: CameraSpan["by"],
): CameraSpan {
  const fromTime = times[firstFrame] ?? 0;
  const toTime = times[firstFrame + frames] ?? endTime;
  return { firstFrame, frames, fromTime, toTime, by };
}

/** Index of the time nearest to `t`. */
function nearest(times: Float64Array, t: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < t) low = middle + 1;
    else high = middle;
  }
  if (low === times.length) return times.length - 1;
  const before = times[low - 1] ?? -Infinity;
  return t - before <= (times[low] ?? 0) - t ? low - 1 : low;
}
