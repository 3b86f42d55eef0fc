import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodePng } from "../src/episode/encode-png.ts";
import { buildV3 } from "./build-dataset.ts";
import { childEnvironment } from "./env.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";
import { imageColumn } from "./write-parquet.ts";

const EPISODES = 60;
const CLI = join(import.meta.dirname, "../src/cli.ts");

describe("an import that is killed", () => {
  let undisturbed: Workbench;
  let disturbed: Workbench;
  let dataset: string;

  beforeAll(async () => {
    [undisturbed, disturbed] = [await openWorkbench(), await openWorkbench()];
    // Ids of episodes and keys of objects follow from the workspace's id, so both need the same.
    for (const { database, workspaceId } of [undisturbed, disturbed]) {
      await database.db.prisma.workspace.update({ where: { id: workspaceId }, data: { id: "lab" } });
    }
    const shade = (i: number): Uint8Array =>
      encodePng(
        new Uint8Array(48 * 48 * 3).map((_, p) => (p * i) % 251),
        48,
        48,
        3,
      );
    dataset = await buildV3(join(undisturbed.folder, "killed"), {
      lengths: Array.from({ length: EPISODES }, (_, i) => 20 + (i % 7)),
      features: { cam: { dtype: "image", shape: [48, 48, 3] } },
      columns: (episode, length) => [
        imageColumn(
          "cam",
          Array.from({ length }, (_, i) => shade(episode + i)),
        ),
      ],
    });
  });
  afterAll(async () => {
    await undisturbed[Symbol.asyncDispose]();
    await disturbed[Symbol.asyncDispose]();
  });

  const start = (bench: Workbench): ChildProcess & { output: string; closed: Promise<unknown[]> } => {
    const args = ["--import", "tsx", CLI, "--dataset", dataset, "--workspace", "lab", "--json"];
    const env = childEnvironment({
      DATABASE_URL: bench.database.url,
      STORAGE_URL: `file:${join(bench.folder, "store")}`,
      RETAKE_DATA_DIR: join(bench.folder, "data"),
    });
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
    const running = Object.assign(child, { output: "", closed: once(child, "close") });
    child.stdout.on("data", (chunk: Buffer) => (running.output += chunk.toString()));
    return running;
  };
  const stored = (bench: Workbench): Promise<number> => bench.database.db.prisma.episode.count();

  test(
    "at 20, 50 and 90 % and run again ends as one that was left alone, and shows nothing before",
    { timeout: 300_000 },
    async () => {
      for (const share of [0.2, 0.5, 0.9]) {
        const child = start(disturbed);
        while ((await stored(disturbed)) < share * EPISODES && child.exitCode === null) await delay(5);
        child.kill("SIGKILL");
        const [, signal] = (await child.closed) as [number | null, string | null];
        expect(signal).toBe("SIGKILL");
        const { prisma } = disturbed.database.db;
        expect(await prisma.episode.count({ where: { publishedAt: { not: null } } })).toBe(0);
        expect(await prisma.dataset.count({ where: { publishedAt: { not: null } } })).toBe(0);
      }
      const already = await stored(disturbed);
      expect(already).toBeGreaterThanOrEqual(0.9 * EPISODES);
      for (const bench of [disturbed, undisturbed]) {
        const child = start(bench);
        await child.closed;
        expect(JSON.parse(child.output)).toMatchObject({
          status: "completed",
          imported: EPISODES,
          unchanged: 0,
          quarantined: [],
        });
        expect(child.exitCode).toBe(0);
      }
      const want = await stateOf(undisturbed);
      expect(want.episodes).toHaveLength(EPISODES);
      expect(await stateOf(disturbed)).toEqual(want);

      const again = start(disturbed);
      await again.closed;
      expect(JSON.parse(again.output)).toMatchObject({ imported: 0, unchanged: EPISODES });
      expect(await stateOf(disturbed)).toEqual(want);
    },
  );
});

/** Every row that an import writes, without the times of writing; and every object with its size. */
async function stateOf({ database, store }: Workbench) {
  const { prisma } = database.db;
  const without = { createdAt: true, updatedAt: true, publishedAt: true } as const;
  const objects: { key: string; bytes: number }[] = [];
  for await (const object of store.list("")) objects.push(object);
  return {
    datasets: await prisma.dataset.findMany({ omit: without, where: { publishedAt: { not: null } } }),
    episodes: await prisma.episode.findMany({
      omit: without,
      where: { publishedAt: { not: null } },
      orderBy: { sessionId: "asc" },
      include: {
        topics: { orderBy: { position: "asc" } },
        segments: { orderBy: { part: "asc" } },
        cameras: { orderBy: { position: "asc" } },
      },
    }),
    objects,
  };
}
