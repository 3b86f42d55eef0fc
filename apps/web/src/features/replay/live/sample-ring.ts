import type { Envelope, TopicColumns } from "@retake/telemetry/types";
import { lastAtOrBefore } from "../engine/frame-timeline.ts";

/** Bytes one topic's latest samples may take; beyond it the window is shorter. */
const VALUES_MAX = 1 << 20;
const ROWS_START = 512;

/**
 * A topic's latest samples, in time order, laid out as an envelope of single samples: drawing them copies nothing.
 * What is older than the window is forgotten when room is needed.
 */
export class SampleRing {
  readonly topic: string;
  readonly dims: number;
  readonly #windowS: number;
  #t = new Float64Array(ROWS_START);
  #values: Float64Array;
  #rows = 0;

  constructor(topic: string, dims: number, windowS: number) {
    this.topic = topic;
    this.dims = dims;
    this.#windowS = windowS;
    this.#values = new Float64Array(ROWS_START * dims * 3);
  }

  /** Time of the oldest sample here; Infinity when there is none. */
  get from(): number {
    return this.#rows === 0 ? Infinity : (this.#t[0] ?? Infinity);
  }

  get to(): number {
    return this.#rows === 0 ? -Infinity : (this.#t[this.#rows - 1] ?? -Infinity);
  }

  /** @returns whether it took anything: texts and pictures are no values to draw */
  append({ t, values, dims }: TopicColumns): boolean {
    if (Array.isArray(values) || dims !== this.dims || t.length === 0) return false;
    this.#makeRoom(t.length);
    for (let row = 0; row < t.length; row++) this.#put(t[row] ?? 0, values, row);
    return true;
  }

  /** Views on what is held, valid until the next change. */
  envelope(): Envelope {
    return {
      topic: this.topic,
      dims: this.dims,
      t: this.#t.subarray(0, this.#rows),
      values: this.#values.subarray(0, this.#rows * this.dims * 3),
      samplesPerBucket: 1,
    };
  }

  clear(): void {
    this.#rows = 0;
  }

  #put(t: number, values: Exclude<TopicColumns["values"], string[]>, row: number): void {
    const last = this.to;
    if (t === last) return;
    let at = this.#rows;
    // A robot's clock that went back: the sample belongs between those that are here already.
    if (t < last) {
      at = lastAtOrBefore(this.#t.subarray(0, this.#rows), t) + 1;
      if (this.#t[at - 1] === t) return;
      this.#t.copyWithin(at + 1, at, this.#rows);
      this.#values.copyWithin((at + 1) * this.dims * 3, at * this.dims * 3, this.#rows * this.dims * 3);
    }
    this.#t[at] = t;
    for (let dim = 0; dim < this.dims; dim++) {
      const value = Number(values[row * this.dims + dim] ?? NaN);
      this.#values.fill(value, (at * this.dims + dim) * 3, (at * this.dims + dim) * 3 + 3);
    }
    this.#rows += 1;
  }

  #makeRoom(rows: number): void {
    if (this.#rows + rows <= this.#t.length) return;
    const rowsMax = Math.max(ROWS_START, Math.floor(VALUES_MAX / (3 * this.dims)));
    const kept = this.#t.subarray(0, this.#rows);
    const old = lastAtOrBefore(kept, this.to - this.#windowS) + 1;
    this.#drop(Math.max(old, Math.min(this.#rows, this.#rows + rows - rowsMax)));
    let capacity = this.#t.length;
    // Twice what is needed, so that old samples are thrown out seldom.
    while (capacity < 2 * (this.#rows + rows)) capacity *= 2;
    if (capacity === this.#t.length) return;
    const [t, values] = [new Float64Array(capacity), new Float64Array(capacity * this.dims * 3)];
    t.set(this.#t.subarray(0, this.#rows));
    values.set(this.#values.subarray(0, this.#rows * this.dims * 3));
    [this.#t, this.#values] = [t, values];
  }

  #drop(rows: number): void {
    if (rows <= 0) return;
    this.#t.copyWithin(0, rows, this.#rows);
    this.#values.copyWithin(0, rows * this.dims * 3, this.#rows * this.dims * 3);
    this.#rows -= rows;
  }
}
