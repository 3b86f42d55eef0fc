import { execFileSync } from "node:child_process";
import { nearestNeighbours } from "@retake/ai/neighbours";
import { alignLayout, createProjector, placeNew, trustworthiness } from "@retake/ai/projector";
import { findClusters } from "@retake/ai/clusters";
import type { Matrix } from "@retake/ai/types";
import { UMAP } from "umap-js";
import { seededRandom } from "../../src/sim/random.ts";
import { describedVectors } from "./described-vectors.ts";
import { matrixOf } from "./purity.ts";

/**
 * By hand: `RETAKE_TEST_DATA=<folder> node --import tsx tools/make-sample/test/descriptors/umap.long.ts [--all]`: CPU time, peak memory
 * and trustworthiness (k = 15) of maps of motions, beside the library as its manual says; every run in a process of its own. With
 * `--all` also the library on 50,000 rows, which takes some ten minutes.
 */
const K = 15;
const SIZES = [206, 5000, 50_000];
const LIBRARY_ROWS_MAX = 5000;

const [first, method] = process.argv.slice(2);
if (method === undefined) runAll(first === "--all");
else process.stdout.write(`${JSON.stringify(await runOne(Number(first), method))}\n`);

interface Figures {
  cpuS: number;
  peakMb: number;
  trust: number;
  more: string;
}

function runAll(all: boolean): void {
  for (const rows of SIZES)
    for (const name of ["ours", "umap-js"]) {
      if (name === "umap-js" && rows > LIBRARY_ROWS_MAX && !all) continue;
      const run = ["--max-old-space-size=8192", "--import", "tsx", import.meta.filename, String(rows), name];
      const { cpuS, peakMb, trust, more } = JSON.parse(
        execFileSync(process.execPath, run, { encoding: "utf8" }),
      ) as Figures;
      process.stdout.write(
        `  ${String(rows).padStart(6)} rows  ${name.padEnd(8)} ${cpuS.toFixed(1).padStart(7)} CPU-s  ${peakMb.toFixed(0).padStart(5)} MB at most  trustworthiness ${trust.toFixed(4)}  ${more}\n`,
      );
    }
}

async function runOne(rows: number, name: string): Promise<Figures> {
  const vectors = varied(await describedVectors(rows <= 206 ? ["pusht-206ep-v30-novideo"] : null), rows);
  const before = process.cpuUsage();
  const layout = name === "ours" ? ours(vectors) : library(vectors);
  const { user, system } = process.cpuUsage(before);
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const trust = trustworthiness(vectors, layout, { k: K });
  const more = name === "ours" ? refit(vectors, layout) : "";
  return { cpuS: (user + system) / 1e6, peakMb, trust, more };
}

function ours(vectors: Matrix): Float32Array {
  const neighbours = nearestNeighbours(vectors, K);
  return createProjector(vectors.rows).project({ vectors, neighbours, seed: 1 });
}

function library({ rows, dims, data }: Matrix): Float32Array {
  const random = seededRandom(1);
  const umap = new UMAP({ nNeighbors: K, minDist: 0.1, spread: 1, random: () => random.between(0, 1) });
  const list = Array.from({ length: rows }, (_, row) =>
    Array.from(data.subarray(row * dims, (row + 1) * dims)),
  );
  return Float32Array.from(umap.fit(list).flat());
}

/** What follows a fit: a tenth of the rows come later, and the next fit starts from the map there was. */
function refit(vectors: Matrix, layout: Float32Array): string {
  const { rows, dims, data } = vectors;
  const known = Math.floor(0.9 * rows);
  const fitted = { rows: known, dims, data: data.slice(0, known * dims) };
  const previous = ours(fitted);
  const start = new Float32Array(rows * 2).fill(Number.NaN);
  start.set(previous);
  const neighbours = nearestNeighbours(vectors, K);
  const next = createProjector(rows).project({ vectors, neighbours, seed: 1, start });
  const [warm, cold] = [alignLayout(previous, next), alignLayout(previous, layout)];
  const added = { rows: 1, dims, data: data.slice(known * dims, (known + 1) * dims) };
  const placed = process.cpuUsage();
  placeNew({ layout: previous, vectors: fitted, added, seed: 1 });
  const placeMs = process.cpuUsage(placed).user / 1000;
  const grouped = process.cpuUsage();
  const { clusters } = findClusters(layout);
  const clusterS = process.cpuUsage(grouped).user / 1e6;
  return [
    `refit moves ${warm.meanShift.toFixed(3)} of the width (fresh: ${cold.meanShift.toFixed(3)}), trustworthiness ${trustworthiness(vectors, next, { k: K }).toFixed(4)}`,
    `placing one ${placeMs.toFixed(0)} ms`,
    `${clusters.length} groups in ${clusterS.toFixed(2)} CPU-s`,
  ].join("; ");
}

/** As many rows as asked: episodes, then each again with a quarter of the difference of two others added. */
function varied(vectors: readonly Float32Array[], rows: number): Matrix {
  const random = seededRandom(7);
  const any = (): Float32Array => vectors[Math.floor(random.between(0, vectors.length))]!;
  return matrixOf(
    Array.from({ length: rows }, (_, row) => {
      const own = vectors[row % vectors.length]!;
      if (row < vectors.length) return own;
      const [a, b] = [any(), any()];
      return own.map((value, d) => value + 0.25 * (a[d]! - b[d]!));
    }),
  );
}
