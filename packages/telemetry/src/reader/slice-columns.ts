import type { TopicColumns } from "../types.ts";
import { lowerBound, upperBound } from "./search-times.ts";

/** Rows `[start, end)` as views on the same memory. */
export function sliceColumns(topic: TopicColumns, start: number, end: number): TopicColumns {
  const { name, type, shape, dims, t, frame, values, blob } = topic;
  if (start === 0 && end === t.length) return topic;
  const cut: TopicColumns = {
    name,
    type,
    shape,
    dims,
    t: t.subarray(start, end),
    frame: frame.subarray(start, end),
    values: Array.isArray(values) ? values.slice(start, end) : values.subarray(start * dims, end * dims),
  };
  if (blob !== undefined) {
    cut.blob = { offset: blob.offset.subarray(start, end), length: blob.length.subarray(start, end) };
  }
  return cut;
}

/** The rows of an inclusive window. */
export function sliceWindow(topic: TopicColumns, from: number, to: number): TopicColumns {
  const start = lowerBound(topic.t, from);
  return sliceColumns(topic, start, Math.max(start, upperBound(topic.t, to)));
}
