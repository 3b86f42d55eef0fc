import type { TopicColumns } from "@retake/telemetry/types";
import { lastAtOrBefore } from "../engine/frame-timeline.ts";

/** @param from seconds; null: from the start */
export type LoadTimes = (topic: string, from: number | null) => Promise<TopicColumns | null>;

/** Times of a camera's pictures in an episode that records, loaded as far as they are needed: picture k is the k-th of them. */
export class CameraTimes {
  readonly #topic: string;
  readonly #load: LoadTimes;
  #times = new Float64Array(256);
  #count = 0;
  #coming: Promise<void> | null = null;

  constructor(topic: string, load: LoadTimes) {
    this.#topic = topic;
    this.#load = load;
  }

  get lastFrame(): number {
    return Math.max(0, this.#count - 1);
  }

  /** The picture in force at `t`, of those known. */
  frameAt(t: number): number {
    return Math.max(0, lastAtOrBefore(this.#times.subarray(0, this.#count), t + 0.000_55));
  }

  /** Between the last pictures, on average. */
  frameDurationS(): number {
    const first = Math.max(0, this.#count - 30);
    const spans = this.#count - 1 - first;
    if (spans < 1) return 1 / 30;
    return Math.max(1e-3, ((this.#times[this.#count - 1] ?? 0) - (this.#times[first] ?? 0)) / spans);
  }

  /** Settles when pictures up to `t` are known, as far as there are any. Never rejects: what is known stays. */
  async reach(t: number): Promise<void> {
    if (this.#count > 0 && (this.#times[this.#count - 1] ?? 0) >= t) return;
    this.#coming ??= this.#more().finally(() => (this.#coming = null));
    await this.#coming;
  }

  async #more(): Promise<void> {
    const last = this.#count === 0 ? -Infinity : (this.#times[this.#count - 1] ?? 0);
    try {
      const found = await this.#load(this.#topic, this.#count === 0 ? null : last);
      if (found === null) return;
      const first = lastAtOrBefore(found.t, last) + 1;
      this.#append(found.t.subarray(first));
    } catch {
      // Tried again at the next move of the playhead.
    }
  }

  #append(times: Float64Array): void {
    if (this.#count + times.length > this.#times.length) {
      const larger = new Float64Array(2 * (this.#count + times.length));
      larger.set(this.#times.subarray(0, this.#count));
      this.#times = larger;
    }
    this.#times.set(times, this.#count);
    this.#count += times.length;
  }
}
