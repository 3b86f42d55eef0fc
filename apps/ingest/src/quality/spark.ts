import { LIVE_FIGURES } from "@retake/core/live-figures";
import { roundTo } from "./round.ts";

const DIGITS = 3;

/** A value every {@link LIVE_FIGURES.sparkStepS}, for a line as wide as a thumb. */
export class Spark {
  readonly #values: number[] = [];
  #nextAt = Number.NEGATIVE_INFINITY;

  /** Values that are not finite are left out. */
  add(value: number, serverTime: number): void {
    if (serverTime < this.#nextAt || !Number.isFinite(value)) return;
    this.#nextAt = serverTime + LIVE_FIGURES.sparkStepS;
    this.#values.push(roundTo(value, DIGITS));
    if (this.#values.length > LIVE_FIGURES.sparkValuesMax) this.#values.shift();
  }

  /** The latest values, oldest first. */
  read(max: number = LIVE_FIGURES.sparkValuesMax): number[] {
    return max <= 0 ? [] : this.#values.slice(-max);
  }
}
