import type { Warnings } from "../layout/import-warning.ts";
import { brokenParquet } from "../parquet/broken-parquet.ts";
import type { RowTimes } from "./column-recorder.ts";
import { GrowingArray } from "./growing-array.ts";

const float64 = (length: number): Float64Array => new Float64Array(length);
/** Beyond 30 years a time is a wall clock, not seconds into an episode. */
const WALL_CLOCK_S = 946_684_800;
/** From how many frame lengths between rows on the numbers are taken to be of that unit; jitter makes some rows close. */
const TICKS = [
  { framesApart: 1e2, ticks: 1e3 },
  { framesApart: 3e4, ticks: 1e6 },
  { framesApart: 3e7, ticks: 1e9 },
];

/**
 * Time and frame number of every row. Times are taken as stored; where they cannot be (absent, not numbers, going back,
 * all the same) they are counted from the frame rate, with a warning. The choice is made once for an episode.
 */
export class RowClock {
  readonly #fps: number;
  readonly #warnings: Warnings;
  readonly #stamps = new GrowingArray(float64);
  readonly #frames = new GrowingArray(float64);
  #rowsBefore = 0;
  #counted: boolean | null = null;
  #origin = 0;
  #ticksPerSecond = 1;
  #last = -Infinity;

  constructor(fps: number, warnings: Warnings) {
    this.#fps = fps;
    this.#warnings = warnings;
  }

  addStamps(stamps: Float64Array): void {
    this.#stamps.append(stamps);
  }

  addFrames(frames: Float64Array): void {
    this.#frames.append(frames);
  }

  take(rows: number): RowTimes {
    const stamps = this.#stamps.take();
    const frames = this.#frames.take();
    this.#counted ??= this.#mustCount(stamps, rows);
    const frame = new Int32Array(rows);
    const t = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      const given = frames[row] ?? NaN;
      frame[row] = Number.isInteger(given) && given >= 0 && given < 2 ** 31 ? given : this.#rowsBefore + row;
      const time = this.#counted
        ? (this.#rowsBefore + row) / this.#fps
        : ((stamps[row] ?? NaN) - this.#origin) / this.#ticksPerSecond;
      if (!(time >= this.#last)) throw brokenParquet("has times that go back");
      t[row] = time;
      this.#last = time;
    }
    this.#rowsBefore += rows;
    return { t, frame };
  }

  #mustCount(stamps: Float64Array, rows: number): boolean {
    const fault = faultOf(stamps, rows);
    if (fault !== null) {
      this.#warnings.add(
        "times_counted",
        `The timestamps ${fault}; times were counted from the frame rate instead.`,
      );
      return true;
    }
    this.#ticksPerSecond = ticksPerSecond(stamps, this.#fps);
    if (this.#ticksPerSecond !== 1) {
      const message = `The timestamps count ${this.#ticksPerSecond} a second; they became seconds.`;
      this.#warnings.add("times_scaled", message);
    }
    if ((stamps[0] ?? 0) / this.#ticksPerSecond > WALL_CLOCK_S) {
      this.#origin = stamps[0] ?? 0;
      this.#warnings.add("times_shifted", "The timestamps are wall-clock times; the first one became 0.");
    }
    return false;
  }
}

/** Seconds, unless even the two nearest rows stand a hundred frames apart: then milli-, micro- or nanoseconds. */
function ticksPerSecond(stamps: Float64Array, fps: number): number {
  let step = Infinity;
  for (let row = 1; row < stamps.length; row++) {
    const gap = (stamps[row] ?? NaN) - (stamps[row - 1] ?? NaN);
    if (gap > 0 && gap < step) step = gap;
  }
  if (!Number.isFinite(step)) return 1;
  return TICKS.findLast(({ framesApart }) => step * fps >= framesApart)?.ticks ?? 1;
}

function faultOf(stamps: Float64Array, rows: number): string | null {
  if (stamps.length !== rows) return "are missing";
  for (let row = 0; row < rows; row++) {
    if (!Number.isFinite(stamps[row])) return "are not all numbers";
    if (row > 0 && (stamps[row] ?? 0) < (stamps[row - 1] ?? 0)) return "go back";
  }
  return rows > 1 && stamps[0] === stamps[rows - 1] ? "are all the same" : null;
}
