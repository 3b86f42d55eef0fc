import { addCell, addSample, emptyCells, writeCells } from "../segment/pyramid.ts";
import type { SampleValues } from "../types.ts";

/**
 * Gathers samples and cells, in order of row, into buckets. Buckets lie on a fixed grid of rows, so they stay the same while a
 * view pans. A mean over cells weighs each by its rows: exact unless some of its samples are not finite.
 */
export class EnvelopeBuilder {
  readonly #dims: number;
  readonly #bucketRows: number;
  #cells: ReturnType<typeof emptyCells>;
  readonly #times: number[] = [];
  #bucket = -1;

  constructor(dims: number, bucketRows: number) {
    this.#dims = dims;
    this.#bucketRows = bucketRows;
    this.#cells = emptyCells(256 * dims);
  }

  /** Row numbers begin anew. */
  beginPart(): void {
    this.#bucket = -1;
  }

  addRow(row: number, t: number, values: SampleValues, index: number): void {
    const base = this.#base(row, t);
    const from = index * this.#dims;
    for (let d = 0; d < this.#dims; d++) addSample(this.#cells, base + d, Number(values[from + d]));
  }

  addCell(
    cell: { row: number; rows: number; t: number },
    values: Float32Array | Float64Array,
    index: number,
  ): void {
    const base = this.#base(cell.row, cell.t);
    for (let d = 0; d < this.#dims; d++) {
      const at = (index * this.#dims + d) * 3;
      const mean = values[at + 2] ?? NaN;
      addCell(this.#cells, base + d, values[at] ?? NaN, values[at + 1] ?? NaN, mean * cell.rows, cell.rows);
    }
  }

  finish(double: boolean): { t: Float64Array; values: Float32Array | Float64Array } {
    const length = this.#times.length * this.#dims;
    const { min, max, sum, count } = this.#cells;
    const used = {
      min: min.subarray(0, length),
      max: max.subarray(0, length),
      sum: sum.subarray(0, length),
      count: count.subarray(0, length),
    };
    const values = double ? new Float64Array(length * 3) : new Float32Array(length * 3);
    writeCells(used, values);
    return { t: Float64Array.from(this.#times), values };
  }

  /** Where the bucket of a row stands; opens it when the row is its first. */
  #base(row: number, t: number): number {
    const bucket = Math.floor(row / this.#bucketRows);
    if (bucket !== this.#bucket) {
      this.#bucket = bucket;
      this.#times.push(t);
      if (this.#times.length * this.#dims > this.#cells.min.length) this.#grow();
    }
    return (this.#times.length - 1) * this.#dims;
  }

  #grow(): void {
    const larger = emptyCells(this.#cells.min.length * 2);
    larger.min.set(this.#cells.min);
    larger.max.set(this.#cells.max);
    larger.sum.set(this.#cells.sum);
    larger.count.set(this.#cells.count);
    this.#cells = larger;
  }
}
