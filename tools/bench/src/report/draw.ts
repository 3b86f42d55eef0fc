import { availableParallelism } from "node:os";
import type { BenchResult } from "../bench.ts";
import { TURN } from "../measure/interleave.ts";
import { tablesOf } from "./table.ts";

/** The conditions under which the figures came about. */
export function describeRun({ data, sizes }: BenchResult): string[] {
  const equal = sizes.reduce((sum, size) => sum + size.equalAnswers, 0);
  return [
    `Milliseconds, median / p95, on ${availableParallelism()} cores with Node ${process.versions.node}. Data: ${data}.`,
    `Both designs in one run, in turns of ${TURN} questions: the same random sessions, windows and topics.`,
    `Answers compared before timing: ${equal}, all of equal content. An answer is timed to its last byte of JSON.`,
    "In process: the REST handler, from parsed request to text. Over HTTP: each server a process, the client one more: one kept-alive socket and a lean reader, the same for both and for the empty reply.",
    "x empty reply: ours and an empty reply of the same server in turns, warm, with nothing of the earlier design between.",
    "Again: asked twice before, so that ours answers what it kept; the other rows of samples are asked for the first time.",
    "Seed: one DuckDB file of JSON rows with its ART indexes, behind plain node:http (faster than its own FastAPI).",
  ];
}

export function drawText(result: BenchResult): string {
  const tables = tablesOf(result).map(({ title, header, rows }) => {
    const lines = [header, ...rows];
    const widths = header.map((_, i) => Math.max(...lines.map((line) => (line[i] ?? "").length)));
    const drawn = lines.map((line) =>
      line
        .map((cell, i) => pad(cell, widths[i] ?? 0, i))
        .join("  ")
        .trimEnd(),
    );
    return [title, ...drawn].join("\n");
  });
  return [...describeRun(result), "", tables.join("\n\n")].join("\n");
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
