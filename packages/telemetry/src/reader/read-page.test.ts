import { expect, test } from "vitest";
import type { TopicColumns } from "../types.ts";
import { mergeRows } from "./read-page.ts";

const topic = (name: string, t: number[]): TopicColumns => ({
  name,
  type: "bool",
  shape: [1],
  dims: 1,
  t: Float64Array.from(t),
  frame: new Int32Array(t.length),
  values: new Uint8Array(t.length),
});

test("rows stand in the order of time, those of one time in the order of the topics, several of one topic together", () => {
  const order = mergeRows([topic("a", [1, 1, 2]), topic("b", []), topic("c", [0, 1, 2, 2, 3])]);
  expect([...order]).toEqual([2, 0, 0, 2, 0, 2, 2, 2]);
});

test("a stored time that is not a number is damage, not an endless search", () => {
  expect(() => mergeRows([topic("a", [0, NaN]), topic("b", [1])])).toThrow("not a number");
});

test("topics of one clock are merged as those of several are", () => {
  for (const rows of [0, 1, 2, 3, 7, 64, 100]) {
    const t = Array.from({ length: rows }, (_, row) => row / 10);
    const order = mergeRows([topic("a", t), topic("b", t), topic("c", t)]);
    expect([...order]).toEqual(Array.from({ length: 3 * rows }, (_, k) => k % 3));
  }
  expect([...mergeRows([topic("a", [0, 0, 1]), topic("b", [0, 0, 1])])]).toEqual([0, 0, 1, 1, 0, 1]);
  expect([...mergeRows([topic("a", [0, 1]), topic("b", [0, 2])])]).toEqual([0, 1, 0, 1]);
  expect([...mergeRows([topic("a", [0]), topic("b", [-0])])]).toEqual([0, 1]);
  expect(() => mergeRows([topic("a", [NaN]), topic("b", [NaN])])).toThrow("not a number");
});
