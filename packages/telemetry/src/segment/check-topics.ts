import { AppError, type Issue } from "@retake/core/errors";
import type { SampleType, SampleValues, TopicColumns } from "../types.ts";

const ARRAYS: Record<Exclude<SampleType, "image">, (values: SampleValues) => boolean> = {
  float32: (values) => values instanceof Float32Array,
  float64: (values) => values instanceof Float64Array,
  int64: (values) => values instanceof BigInt64Array,
  bool: (values) => values instanceof Uint8Array,
  string: Array.isArray,
};

/**
 * Refuses topics that a segment cannot hold faithfully: wrong lengths or types, times that are not finite or go back, a name twice.
 * @throws AppError `bad_request` with all faults
 */
export function checkTopics(topics: readonly TopicColumns[]): void {
  const issues: Issue[] = [];
  const names = new Set<string>();
  for (const topic of topics) {
    const fault = (message: string): void => void issues.push({ path: topic.name, message });
    if (topic.name === "" || names.has(topic.name)) fault("the name is empty or given twice");
    names.add(topic.name);
    checkShape(topic, fault);
    const rows = topic.t.length;
    if (topic.frame.length !== rows) fault(`has ${rows} times but ${topic.frame.length} frame numbers`);
    if (topic.values.length !== rows * topic.dims) {
      fault(`has ${topic.values.length} values; ${rows} rows of ${topic.dims} were announced`);
    }
    const { blob } = topic;
    if (blob !== undefined && (blob.offset.length !== rows || blob.length.length !== rows)) {
      fault("the positions of the pictures do not match the number of rows");
    }
    const row = firstBadTime(topic.t);
    if (row !== -1) fault(`the time of row ${row} is not a number or lies before the one of the row before`);
  }
  if (issues.length > 0) {
    const list = issues.map((issue) => `${issue.path}: ${issue.message}`).join("; ");
    throw new AppError("bad_request", `These samples cannot be stored: ${list}.`, { issues });
  }
}

function checkShape(topic: TopicColumns, fault: (message: string) => void): void {
  const { type, shape, dims, values } = topic;
  const product = shape.reduce((a, b) => a * b, 1);
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) fault("the shape needs whole numbers");
  if (type === "image") {
    if (dims !== 0) fault("pictures have no dimensions");
    return;
  }
  if (dims !== product || (type === "string" && dims !== 1))
    fault(`the shape does not make ${dims} dimensions`);
  if (topic.blob !== undefined) fault("only pictures have a blob");
  if (!ARRAYS[type](values)) fault(`the values are not an array of ${type}`);
}

function firstBadTime(t: Float64Array): number {
  let previous = -Infinity;
  for (let row = 0; row < t.length; row++) {
    const time = t[row] ?? NaN;
    if (!(time >= previous) || time === Infinity || time === -Infinity) return row;
    previous = time;
  }
  return -1;
}
