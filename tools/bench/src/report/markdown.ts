import type { BenchResult, SizeResult } from "../bench.ts";
import type { Percentiles } from "../measure/percentiles.ts";
import { ROWS, type RowName } from "../measure/rows.ts";

/** Names of the rows in the README. */
const LABELS: Record<RowName, string> = {
  list: "list of 100",
  detail: "detail",
  "seek full": "seek, whole episode",
  "seek again": "the same, asked again",
  "2 s window": "seek, 2 s",
  "one topic": "seek, one topic",
  export: "export",
};

const SIDES = ["in process", "earlier design", "ratio"];
const SIDES_OVER_HTTP = ["over HTTP", "earlier design", "ratio", "× empty reply"];

/** The tables as they stand in the README: medians in ms. */
export function drawMarkdown({ sizes }: BenchResult): string {
  return sizes.map(sizeTable).join("\n\n");
}

function sizeTable({ episodes, inProcess, http, empty }: SizeResult): string {
  const count = episodes.toLocaleString("en-US");
  const columns = [`${count} episodes`, ...SIDES, ...SIDES_OVER_HTTP];
  const rows = ROWS.map((name) => [
    LABELS[name],
    ...sides(inProcess[name]),
    ...sides(http[name]),
    (empty[name].ours.median / empty[name].empty.median).toFixed(1),
  ]);
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = columns.map((_, i) => (i === 0 ? "---" : "--:"));
  return [line(columns), line(rule), ...rows.map(line)].join("\n");
}

/** Three digits, as far as the clock has them. */
function figure({ median }: Percentiles): string {
  if (median >= 10) return median.toFixed(1);
  return median >= 0.1 ? median.toFixed(2) : median.toFixed(3);
}

function sides({ ours, seed }: { ours: Percentiles; seed: Percentiles }): string[] {
  const times = seed.median / ours.median;
  return [figure(ours), figure(seed), `${times >= 10 ? times.toFixed(0) : times.toFixed(1)}×`];
}
