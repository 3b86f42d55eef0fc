/** LeRobot's own tolerance between a frame's time and the time it is asked for. */
export const FRAME_TIME_TOLERANCE_S = 1e-4;

/** The frames of one episode inside a file that may hold many. */
export interface FrameSpan {
  /** Presentation ordinal in the file of the episode's first frame. */
  firstFrame: number;
  frames: number;
  /** Presentation time in the file of the first frame, seconds. */
  fromTime: number;
  /** Time in the file at which the last frame ends. */
  toTime: number;
  /** Time of each frame from `fromTime`, seconds. */
  times: Float64Array;
  /** Frame k of the span stands at `fromTime + k / fps`, to 1e-4 s. */
  regular: boolean;
}

/**
 * Which times belong to an episode, by ordinal: the running sum of the lengths before it. Time stamps drift from file to file, ordinals do not.
 * A span that reaches beyond the file is cut to what is there (`frames` may be 0).
 * @param video times of all frames of the file, ascending, and its end
 */
export function frameTimes(
  video: { times: Float64Array; endTime: number; fps: number },
  firstFrame: number,
  frames: number,
): FrameSpan {
  const first = Math.min(Math.max(0, firstFrame), video.times.length);
  const end = Math.min(Math.max(first, first + frames), video.times.length);
  const fromTime = video.times[first] ?? video.endTime;
  const times = video.times.slice(first, end).map((time) => time - fromTime);
  return {
    firstFrame: first,
    frames: end - first,
    fromTime,
    toTime: video.times[end] ?? video.endTime,
    times,
    regular: isRegular(times, video.fps),
  };
}

/** Whether `times[k] - times[0]` is `k / fps` for every k. */
export function isRegular(times: Float64Array, fps: number): boolean {
  const start = times[0] ?? 0;
  return times.every((time, k) => Math.abs(time - start - k / fps) <= FRAME_TIME_TOLERANCE_S);
}

/**
 * The ordinal of the frame nearest in time, for datasets whose times, not ordinals, say where an episode begins.
 * @param times ascending, not empty
 */
export function nearestFrame(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low > 0 && time - (times[low - 1] ?? 0) <= (times[low] ?? 0) - time ? low - 1 : low;
}
