/** HTMLMediaElement.HAVE_FUTURE_DATA */
const HAVE_FUTURE_DATA = 3;
const AHEAD_S = 1;

export interface CameraHealth {
  readyState: number;
  /** Media seconds loaded beyond the place shown. */
  aheadS: number;
  /** Media seconds from the place shown to the end of the episode. */
  restS: number;
}

function loadedEnough({ aheadS, restS }: CameraHealth): boolean {
  return aheadS >= Math.min(AHEAD_S, Math.max(0, restS - 0.05));
}

/** One camera without data stops all of them. A camera that has the data but decodes late is the drift control's matter. */
export function mustHold(camera: CameraHealth): boolean {
  return camera.readyState < HAVE_FUTURE_DATA && !loadedEnough(camera);
}

/** Not `readyState 4`: a paused element may never load enough to reach it, and everything would wait for ever. */
export function mayRelease(cameras: readonly CameraHealth[]): boolean {
  return cameras.every(loadedEnough);
}

/** Seconds of the buffered ranges that follow `at` without a gap. */
export function bufferedAhead(
  ranges: { length: number; start(i: number): number; end(i: number): number },
  at: number,
): number {
  for (let i = 0; i < ranges.length; i++) {
    if (ranges.start(i) <= at + 0.05 && ranges.end(i) > at) return ranges.end(i) - at;
  }
  return 0;
}
