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
}

const FEW = 206;
const FRAMES = 124;
/** What more episodes may add: their rows in the list of episodes, and the garbage of a process that runs longer. */
const MORE_MB_MAX = 150;

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
    const args = ["--import", "tsx", program, folder, bench.database.url, join(bench.folder, "store")];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    return JSON.parse(stdout) as Cost;
  }

  test(`${manyEpisodes} episodes cost no more memory than ${FEW}`, { timeout: 1_800_000 }, async () => {
    const few = await costOf(FEW);
    const many = await costOf(manyEpisodes);
    for (const [episodes, cost] of [
      [FEW, few],
      [manyEpisodes, many],
    ] as const) {
      const { idleMb, peakMb, seconds } = cost;
      process.stdout.write(
        `\n${episodes} episodes: peak ${peakMb.toFixed(0)} MB (idle ${idleMb.toFixed(0)} MB), ${seconds.toFixed(1)} s`,
      );
      expect(cost.imported).toBe(episodes);
    }
    expect(many.peakMb).toBeLessThan(few.peakMb + MORE_MB_MAX);
  });
});
