import type { BenchResult } from "../bench.ts";
import type { Measured } from "../measure/interleave.ts";
import type { Percentiles } from "../measure/percentiles.ts";
import { ROWS, type RowName } from "../measure/rows.ts";

/** The result as titled tables of text cells, for whoever draws them. */
export interface Table {
  title: string;
  header: string[];
  rows: string[][];
}

export function tablesOf({ sizes }: BenchResult): Table[] {
  return sizes.map((size) => ({
    title: `${count(size.episodes)} episodes, ${count(size.messages)} messages`,
    header: ["", "in process: ours", "seed", "ratio", "over HTTP: ours", "seed", "ratio", "x empty reply"],
    rows: ROWS.map((row) => [
      row,
      ...sides(size.inProcess, row),
      ...sides(size.http, row),
      times(size.empty[row].ours.median / size.empty[row].empty.median),
    ]),
  }));
}

function sides(measured: Measured, row: RowName): string[] {
  const { ours, seed } = measured[row];
  return [milliseconds(ours), milliseconds(seed), times(seed.median / ours.median)];
}

function milliseconds({ median, p95 }: Percentiles): string {
  return `${figure(median)} / ${figure(p95)}`;
}

function figure(ms: number): string {
  return ms >= 10 ? ms.toFixed(1) : ms >= 1 ? ms.toFixed(2) : ms.toFixed(3);
}

function times(ratio: number): string {
  return `${ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(1)}x`;
}

function count(n: number): string {
  return n.toLocaleString("en-US");
}
