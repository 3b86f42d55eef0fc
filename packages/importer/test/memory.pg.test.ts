import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildV3 } from "./build-dataset.ts";
import { manyEpisodes } from "./env.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";

interface Cost {
  imported: number;
  idleMb: number;
  peakMb: number;
  seconds: number;
  cpuSeconds: number;
  heldPerEpisode: number;
}

const FEW = 206;
const FRAMES = 124;
/** Peaks have the garbage of a process in them, which depends on what else the machine does. */
const MORE_MB_MAX = 150;
/** What stays of an episode is its place in lists: 0.6 kB. Its rows as JSON and its samples are 5 kB each. */
const HELD_BYTES_MAX = 4_000;

describe("memory", () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await openWorkbench();
    await bench.database.db.prisma.workspace.update({
      where: { id: bench.workspaceId },
      data: { id: "lab" },
    });
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  async function costOf(episodes: number): Promise<Cost> {
    const lengths = Array.from({ length: episodes }, (_, i) => FRAMES + (i % 3));
    // All frames in one row group of one file: the worst case for a reader that takes row groups whole.
    const folder = await buildV3(join(bench.folder, `many-${episodes}`), {
      lengths,
      parquet: { rowGroupSize: 10_000_000 },
    });
    const program = join(import.meta.dirname, "peak-import.ts");
    const args = ["--expose-gc", "--import", "tsx", program, folder];
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...args,
      bench.database.url,
      join(bench.folder, "store"),
    ]);
    return JSON.parse(stdout) as Cost;
  }

  test(`${manyEpisodes} episodes cost no more memory than ${FEW}`, { timeout: 1_800_000 }, async () => {
    const few = await costOf(FEW);
    const many = await costOf(manyEpisodes);
    for (const [episodes, cost] of [
      [FEW, few],
      [manyEpisodes, many],
    ] as const) {
      const { idleMb, peakMb, heldPerEpisode, seconds, cpuSeconds } = cost;
      process.stdout.write(
        `\n${episodes} episodes: peak ${peakMb.toFixed(0)} MB (idle ${idleMb.toFixed(0)} MB), held of each ` +
          `${heldPerEpisode.toFixed(0)} bytes, ${seconds.toFixed(1)} s (CPU ${cpuSeconds.toFixed(1)} s)`,
      );
      expect(cost.imported).toBe(episodes);
    }
    expect(many.heldPerEpisode).toBeLessThan(HELD_BYTES_MAX);
    expect(many.peakMb).toBeLessThan(few.peakMb + MORE_MB_MAX);
  });
});
