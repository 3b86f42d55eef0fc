import type { NumericType } from "@retake/protocol/messages";
import { RateWindow } from "./rate-window.ts";
import { Spark } from "./spark.ts";
import { type TimingSnapshot, TopicTiming } from "./topic-timing.ts";

/** Values of a message that are looked at: a tactile map of more is judged by its first rows. */
const VALUES_MAX = 1_024;
/** A pause longer than this is a gap, and says nothing of whether the values stood still in it. */
const STILL_STEP_S_MAX = 5;

type Values = Float32Array | Float64Array | BigInt64Array | Uint8Array;

export interface TopicSnapshot extends TimingSnapshot {
  /** Seconds by the robot's clock for which all values have been identical; 0: they move. */
  frozenS: number;
  /** Messages that brought other values than the one before. */
  changes: number;
  /** Messages with NaN or infinity in them. */
  nonFinite: number;
  recentNonFinite: number;
  /** Whether values that stand still mean a fault: not of flags, counters and texts. */
  continuous: boolean;
}

/** What comes in on one topic of numbers, or of texts (`values` null), and whether it can be true. */
export class TopicQuality {
  readonly timing: TopicTiming;
  readonly spark = new Spark();
  readonly #continuous: boolean;
  readonly #recentNonFinite = new RateWindow();
  #last: Values | null = null;
  #changes = 0;
  #frozenS = 0;
  #nonFinite = 0;

  constructor({
    dataType,
    declaredHz = null,
  }: {
    dataType: NumericType | "string";
    declaredHz?: number | null;
  }) {
    this.timing = new TopicTiming(declaredHz);
    this.#continuous = dataType === "float32[]" || dataType === "float64[]";
  }

  /** @param values null for a text; copied as far as they are looked at, since they may lie in a large frame */
  add(t: number, serverTime: number, values: Values | null): void {
    const since = this.timing.add(t, serverTime);
    if (values === null) return;
    this.spark.add(Number(values[0] ?? Number.NaN), serverTime);
    if (hasNonFinite(values)) {
      this.#nonFinite++;
      this.#recentNonFinite.add(serverTime);
    }
    this.#noteChange(values, since);
  }

  snapshot(now: number): TopicSnapshot {
    return {
      ...this.timing.snapshot(now),
      frozenS: this.#frozenS,
      changes: this.#changes,
      nonFinite: this.#nonFinite,
      recentNonFinite: this.#recentNonFinite.total(now),
      continuous: this.#continuous,
    };
  }

  #noteChange(values: Values, since: number | null): void {
    if (this.#last !== null && beginsWith(values, this.#last)) {
      if (since !== null) this.#frozenS += Math.min(since, STILL_STEP_S_MAX);
      return;
    }
    if (this.#last !== null) this.#changes++;
    this.#last = copyInto(this.#last, values);
    this.#frozenS = 0;
  }
}

function hasNonFinite(values: Values): boolean {
  if (values instanceof BigInt64Array || values instanceof Uint8Array) return false;
  const count = Math.min(values.length, VALUES_MAX);
  for (let i = 0; i < count; i++) {
    const value = values[i] ?? 0;
    // 0 for numbers, NaN for what is none.
    if (value - value !== 0) return true;
  }
  return false;
}

/** The first values, in the memory of those before where they fit: a copy for each message was a good part of what is thrown away. */
function copyInto(last: Values | null, values: Values): Values {
  const fits =
    last !== null &&
    last.constructor === values.constructor &&
    last.length === Math.min(values.length, VALUES_MAX);
  if (!fits) return values.slice(0, VALUES_MAX);
  for (let i = 0; i < last.length; i++) last[i] = values[i] ?? 0;
  return last;
}

/** NaN is equal to NaN: a sensor that sends nothing else stands still. */
function beginsWith(values: Values, last: Values): boolean {
  for (let i = 0; i < last.length; i++) {
    const value = values[i];
    if (value !== last[i] && !Object.is(value, last[i])) return false;
  }
  return true;
}
