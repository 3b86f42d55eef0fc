import type { RowPage } from "@retake/telemetry/reader";
import type { SampleType, SampleValues, TopicColumns } from "@retake/telemetry/types";

/** `rows` samples at `hz`, values from `value(row, dimension)`. */
export function makeTopic(
  name: string,
  type: SampleType,
  { rows, dims = 1, hz = 10, start = 0 }: { rows: number; dims?: number; hz?: number; start?: number },
  value: (row: number, d: number) => number | bigint | string = (row, d) => row + d / 10,
): TopicColumns {
  const count = type === "image" ? 0 : rows * dims;
  const at = (i: number): number | bigint | string => value(Math.floor(i / dims), i % dims);
  return {
    name,
    type,
    shape: dims === 1 ? [] : [dims],
    dims: type === "image" ? 0 : dims,
    t: Float64Array.from({ length: rows }, (_, row) => start + row / hz),
    frame: Int32Array.from({ length: rows }, (_, row) => row),
    values: makeValues(type, count, at),
  };
}

function makeValues(
  type: SampleType,
  count: number,
  at: (i: number) => number | bigint | string,
): SampleValues {
  const length = { length: count };
  switch (type) {
    case "float32":
    case "image":
      return Float32Array.from(length, (_, i) => Number(at(i)));
    case "float64":
      return Float64Array.from(length, (_, i) => Number(at(i)));
    case "int64":
      return BigInt64Array.from(Array.from(length, (_, i) => BigInt(at(i))));
    case "bool":
      return Uint8Array.from(length, (_, i) => Number(at(i)) & 1);
    case "string":
      return Array.from(length, (_, i) => String(at(i)));
  }
}

/** Of each row of a page its topic, and which row of that it is. */
export function placesOf({ topics, order }: RowPage): { topic: TopicColumns; row: number }[] {
  const next = topics.map(() => 0);
  return Array.from(order, (which) => ({ topic: topics[which]!, row: next[which]!++ }));
}
