import type { SampleValues } from "@retake/telemetry/types";
import { halfFloats } from "../parquet/half-float.ts";
import type { Leaf } from "../parquet/leaf.ts";
import type { LeafSlice } from "../parquet/leaf-cursor.ts";
import { sliceValues } from "../parquet/page-values.ts";
import { GrowingArray } from "./growing-array.ts";

type Signal = "float32" | "float64" | "int64" | "bool";
type Values = Float32Array | Float64Array | BigInt64Array | Uint8Array;

const MAKE: Record<Signal, (length: number) => Values> = {
  float32: (length) => new Float32Array(length),
  float64: (length) => new Float64Array(length),
  int64: (length) => new BigInt64Array(length),
  bool: (length) => new Uint8Array(length),
};

/** Vectors of one column, row by row: flat values, and how many belong to each row (0: the row has none). */
export class VectorRows {
  readonly #leaf: Leaf;
  readonly #type: Signal;
  readonly #unsigned32: boolean;
  readonly #values: GrowingArray<Values>;
  readonly #counts = new GrowingArray<Int32Array>((length) => new Int32Array(length));
  /** Places of absent elements inside of present vectors, where the type has no NaN. */
  #holes = new Set<number>();
  #firstShape: number[] | null = null;
  #firstLevels: number[] = [];

  constructor(leaf: Leaf, type: Signal) {
    this.#leaf = leaf;
    this.#type = type;
    this.#unsigned32 = leaf.type === "INT32" && leaf.schemaPath.at(-1)?.element.converted_type === "UINT_32";
    this.#values = new GrowingArray(MAKE[type]);
  }

  get bytes(): number {
    return this.#values.view.byteLength + this.#counts.view.byteLength;
  }

  get longest(): number {
    let longest = 0;
    for (const count of this.#counts.view) if (count > longest) longest = count;
    return longest;
  }

  add(slices: readonly LeafSlice[]): void {
    for (const slice of slices) {
      if (slice.repetition === null) this.#addFlat(slice);
      else this.#addRepeated(slice, slice.repetition);
    }
  }

  #addFlat(slice: LeafSlice): void {
    if (slice.definition === null) {
      this.#appendValues(slice.values);
      for (let i = 0; i < slice.entries; i++) this.#counts.push(1);
      return;
    }
    this.#appendValues(slice.values);
    for (const level of slice.definition) this.#counts.push(level === this.#leaf.maxDefinition ? 1 : 0);
  }

  #addRepeated(slice: LeafSlice, repetition: Uint8Array): void {
    const { definition, values } = slice;
    const { maxDefinition, elementDefinition } = this.#leaf;
    let appended = 0;
    let present = 0;
    for (let i = 0; i < slice.entries; i++) {
      const level = repetition[i] ?? 0;
      if (level === 0) {
        this.#counts.push(0);
        if (this.#counts.length > 1 && this.#firstShape === null) this.#settleShape();
      }
      const defined = definition === null ? maxDefinition : (definition[i] ?? 0);
      if (defined < elementDefinition) continue;
      const counts = this.#counts.reserve(0);
      const row = this.#counts.length - 1;
      counts[row] = (counts[row] ?? 0) + 1;
      if (this.#firstShape === null) this.#firstLevels.push(level);
      if (defined === maxDefinition) {
        present += 1;
        continue;
      }
      this.#appendValues(sliceValues(values, appended, present));
      appended = present;
      this.#appendHole();
    }
    this.#appendValues(sliceValues(values, appended, values.length));
  }

  #appendHole(): void {
    if (this.#type === "int64") {
      this.#holes.add(this.#values.length);
      this.#values.push(0n);
    } else {
      if (this.#type === "bool") this.#holes.add(this.#values.length);
      this.#values.push(this.#type === "bool" ? 0 : NaN);
    }
  }

  #appendValues(values: LeafSlice["values"]): void {
    if (Array.isArray(values)) return this.#values.append(halfFloats(values));
    if (this.#type !== "int64") return this.#values.append(values as Values);
    if (values instanceof BigInt64Array) return this.#values.append(values);
    const target = this.#values.reserve(values.length) as BigInt64Array;
    const start = this.#values.length;
    for (let i = 0; i < values.length; i++) {
      const number = values[i] as number;
      target[start + i] = BigInt(this.#unsigned32 && number < 0 ? number + 2 ** 32 : number);
    }
    this.#values.advance(values.length);
  }

  /** The first row's extent at each depth, for lists in lists. */
  #settleShape(): void {
    const shape: number[] = [];
    let outer = 1;
    for (let depth = 1; depth <= this.#leaf.maxRepetition; depth++) {
      const inner = this.#firstLevels.filter((level, i) => i === 0 || level <= depth).length;
      shape.push(inner / outer);
      outer = Math.max(1, inner);
    }
    this.#firstShape = shape.every(Number.isInteger) ? shape : [this.#firstLevels.length];
    this.#firstLevels = [];
  }

  /** What was added since the last time, and the rows it belongs to; the column is empty afterwards. */
  take(): TakenVectors {
    if (this.#firstShape === null && this.#counts.length > 0) this.#settleShape();
    const counts = this.#counts.take();
    const values = this.#values.take();
    const holes = this.#holes;
    this.#holes = new Set();
    const dims = counts.find((count) => count > 0) ?? 0;
    const regular = holes.size === 0 && counts.every((count) => count === 0 || count === dims);
    const complete = regular && dims > 0 && counts.every((count) => count === dims);
    const rows = complete ? null : Int32Array.from(counts.keys()).filter((row) => (counts[row] ?? 0) > 0);
    const shape = this.#leaf.maxRepetition === 0 ? [] : (this.#firstShape ?? [dims]);
    return { dims, shape, regular, rows, values: regular ? values : asJson(values, counts, holes) };
  }
}

export interface TakenVectors {
  /** Elements of a row; 0 when no row has any. */
  dims: number;
  /** As it is stored: `[]` for a plain column. */
  shape: number[];
  /** All present rows are equally long. Otherwise `values` holds one JSON list per present row. */
  regular: boolean;
  /** The rows that have a value; null means all. */
  rows: Int32Array | null;
  values: SampleValues;
}

function asJson(values: Values, counts: Int32Array, holes: ReadonlySet<number>): string[] {
  const rows: string[] = [];
  let at = 0;
  for (const count of counts) {
    if (count === 0) continue;
    const items: string[] = [];
    for (let i = at; i < at + count; i++) {
      const value = values[i] ?? NaN;
      const absent = holes.has(i) || (typeof value === "number" && !Number.isFinite(value));
      items.push(absent ? "null" : String(value));
    }
    rows.push(`[${items.join(",")}]`);
    at += count;
  }
  return rows;
}
