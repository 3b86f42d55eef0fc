import type { TopicColumns } from "@retake/telemetry/types";
import type { ColumnSlices } from "../parquet/parquet-table.ts";

/** Time and frame number of each row of the part that is being closed. */
export interface RowTimes {
  t: Float64Array;
  frame: Int32Array;
}

/** Gathers one column of an episode, part by part. */
export interface ColumnRecorder {
  /** Memory held until the next `take`. */
  readonly bytes: number;
  add(slices: ColumnSlices, rows: number): void | Promise<void>;
  /** Topics of the rows that were added since the last time. */
  take(times: RowTimes): TopicColumns[];
}

/** The times of some rows; all of them when `rows` is null. */
export function timesOf({ t, frame }: RowTimes, rows: ArrayLike<number> | null): RowTimes {
  if (rows === null) return { t, frame };
  return {
    t: Float64Array.from(rows, (row) => t[row] ?? 0),
    frame: Int32Array.from(rows, (row) => frame[row] ?? 0),
  };
}

export function textTopic(name: string, times: RowTimes, values: string[]): TopicColumns {
  return { name, type: "string", shape: [], dims: 1, ...times, values };
}
