import type { SampleType, SampleValues, TopicColumns } from "../types.ts";
import { dimsOf } from "./sample-values.ts";
import type { LogSample, LogTopic, LogValues } from "./session-record.ts";

/** Where a picture lies in its camera's blob. */
export interface PicturePlace {
  offset: number;
  length: number;
}

interface Row {
  t: number;
  frame: number;
  values: LogValues;
  picture: PicturePlace | null;
}

/** Samples on their way to columns, one list of rows per topic. */
export class TopicCollector {
  readonly #topics = new Map<string, { topic: LogTopic; rows: Row[] }>();

  /** Whether samples of this topic go with those already here: a topic never changes its type or shape within a segment. */
  admits({ name, type, shape }: LogTopic): boolean {
    const known = this.#topics.get(name)?.topic;
    return known === undefined || (known.type === type && String(known.shape) === String(shape));
  }

  /** `t` must be finite. */
  add(topic: LogTopic, sample: LogSample, { t, picture }: { t: number; picture: PicturePlace | null }): void {
    const known = this.#topics.get(topic.name) ?? { topic, rows: [] };
    this.#topics.set(topic.name, known);
    const values = picture === null ? sample.values : "";
    known.rows.push({ t, frame: sample.frame, values, picture });
  }

  /** The time of a topic's newest row, in the order of arrival. */
  lastTime(name: string): number | null {
    return this.#topics.get(name)?.rows.at(-1)?.t ?? null;
  }

  /** In order of time; rows of one time in the order of arrival. */
  columns(): TopicColumns[] {
    return [...this.#topics.values()].map(({ topic, rows }) => columnsOf(topic, rows));
  }
}

function columnsOf({ name, type, shape }: LogTopic, rows: Row[]): TopicColumns {
  const sorted = rows.toSorted((a, b) => a.t - b.t);
  const dims = type === "image" ? 0 : type === "string" ? 1 : dimsOf(shape);
  const columns: TopicColumns = {
    name,
    type,
    shape: type === "string" ? [] : shape,
    dims,
    t: Float64Array.from(sorted, (row) => row.t),
    frame: Int32Array.from(sorted, (row) => row.frame),
    values: valuesOf(type, dims, sorted),
  };
  if (type !== "image") return columns;
  const offset = Float64Array.from(sorted, ({ picture }) => picture?.offset ?? 0);
  const length = Int32Array.from(sorted, ({ picture }) => picture?.length ?? 0);
  return { ...columns, blob: { offset, length } };
}

function valuesOf(type: SampleType, dims: number, rows: readonly Row[]): SampleValues {
  const size = rows.length * dims;
  switch (type) {
    case "string":
      return rows.map(({ values }) => String(values));
    case "int64":
      return fill(new BigInt64Array(size), dims, rows, (values) =>
        values instanceof BigInt64Array ? values : null,
      );
    case "float64":
      return fill(new Float64Array(size), dims, rows, numbers);
    case "bool":
      return fill(new Uint8Array(size), dims, rows, numbers);
    case "float32":
    case "image":
      return fill(new Float32Array(size), dims, rows, numbers);
  }
}

function fill<T, A extends { set(values: ArrayLike<T>, at: number): void }>(
  into: A,
  dims: number,
  rows: readonly Row[],
  narrow: (values: LogValues) => ArrayLike<T> | null,
): A {
  for (const [row, { values }] of rows.entries()) {
    const narrowed = narrow(values);
    if (narrowed !== null) into.set(narrowed, row * dims);
  }
  return into;
}

function numbers(values: LogValues): ArrayLike<number> | null {
  return typeof values === "string" || values instanceof BigInt64Array ? null : values;
}
