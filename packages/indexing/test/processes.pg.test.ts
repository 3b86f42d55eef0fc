import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Embedder } from "@retake/ai/types";
import { createEpisode, createWorkspace, importSample } from "@retake/dev-env";
import { notify } from "@retake/db/notify";
import { expect, test } from "vitest";
import { childEnvironment } from "./env.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";

const EPISODES = 4;
const CLI = join(import.meta.dirname, "../src/cli.ts");

function start({
  database,
  folder,
}: Workbench): ChildProcess & { output: string; closed: Promise<unknown[]> } {
  const env = childEnvironment({
    DATABASE_URL: database.url,
    STORAGE_URL: `file:${join(folder, "store")}`,
    RETAKE_DATA_DIR: join(folder, "data"),
  });
  const args = ["--import", "tsx", CLI, "--json", "--batch-size", "1"];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  const running = Object.assign(child, { output: "", closed: once(child, "close") });
  child.stdout.on("data", (chunk: Buffer) => (running.output += chunk.toString()));
  return running;
}

test(
  "indexing that is killed, and run again, ends as one that was left alone",
  { timeout: 300_000 },
  async () => {
    await using disturbed = await openWorkbench();
    await using undisturbed = await openWorkbench();
    for (const bench of [disturbed, undisturbed])
      await importSample(bench, bench.workspaceId, { episodes: EPISODES });
    const { prisma } = disturbed.db;
    const moments = [
      async () => (await prisma.episodeIndex.count()) >= 2,
      async () => (await prisma.episodeIndex.count({ where: { visual: { not: null } } })) >= 1,
    ];
    for (const isThere of moments) {
      const child = start(disturbed);
      while (!(await isThere()) && child.exitCode === null) await delay(5);
      child.kill("SIGKILL");
      const [, signal] = (await child.closed) as [number | null, string | null];
      expect(signal).toBe("SIGKILL");
    }
    const last = start(disturbed);
    await last.closed;
    expect(JSON.parse(last.output)).toMatchObject({ status: "completed", problems: [], failures: [] });
    await undisturbed.index({ batchSize: 1 });
    expect(await stateOf(disturbed)).toEqual(await stateOf(undisturbed));
  },
);

test(
  "two that index at once do the work once, and one goes on when the other ends",
  { timeout: 300_000 },
  async () => {
    await using bench = await openWorkbench();
    const { db, workspaceId } = bench;
    const words = ["push the cup", "pour the tea", "open the drawer", "wipe the table"];
    for (const task of words) await createEpisode(db, { workspaceId, task });
    const embedder = countingEmbedder();
    const [one, other] = [bench.indexer({ embedder }), bench.indexer({ embedder })];
    await Promise.all([one.start(), other.start()]);
    const until = async (isThere: () => Promise<boolean>): Promise<void> => {
      while (!(await isThere())) await delay(20);
    };
    await until(async () => (await db.prisma.mapPoint.count({ where: { kind: "text" } })) === words.length);
    expect(embedder.texts.toSorted()).toEqual([...new Set(embedder.texts)].toSorted());
    await expect(bench.index({ embedder })).rejects.toMatchObject({ code: "conflict" });

    await one.stop();
    const { id, sessionId } = await createEpisode(db, {
      workspaceId,
      task: "fold the towel",
      source: "live",
    });
    await notify(db.pool, "episode", `${workspaceId}/${sessionId}`);
    await until(
      async () => (await db.prisma.mapPoint.count({ where: { kind: "text", episodeId: id } })) === 1,
    );
    await other.stop();
    expect(embedder.texts.filter((text) => text === "fold the towel")).toHaveLength(1);
  },
);

test("what is being recorded waits until it is complete", async () => {
  await using bench = await openWorkbench();
  const { db, workspaceId } = bench;
  const { id } = await createEpisode(db, { workspaceId, source: "live", status: "recording" });
  await createWorkspace(db);
  expect((await bench.index({ embedder: countingEmbedder() })).counts.episodes).toBe(0);
  await db.prisma.episode.update({ where: { id }, data: { status: "completed" } });
  expect((await bench.index({ embedder: countingEmbedder() })).counts.episodes).toBe(1);
});

/** Vectors from letters: what is tested here is who computes them, not what they mean. */
function countingEmbedder(): Embedder & { texts: string[] } {
  const texts: string[] = [];
  return {
    space: "test:letters:8",
    dims: 8,
    texts,
    async embed(asked) {
      texts.push(...asked);
      return asked.map((text) => {
        const vector = new Float32Array(8);
        for (let n = 0; n < text.length; n += 1) vector[n % 8]! += text.charCodeAt(n);
        const length = Math.hypot(...vector);
        return vector.map((value) => value / length);
      });
    },
    async close() {},
  };
}

/** Every row that indexing writes, without the times of writing. */
async function stateOf({ db }: Workbench): Promise<Record<string, unknown>> {
  const state: Record<string, unknown> = {};
  const tables = {
    EpisodeIndex: `- 'indexedAt'`,
    Finding: "",
    TextVector: `- 'createdAt'`,
    MotionSpace: `- 'updatedAt'`,
    MapLayout: `- 'fittedAt' #- '{figures,seconds}'`,
    MapPoint: "",
    Episode: `- 'createdAt' - 'updatedAt' - 'publishedAt'`,
  };
  for (const [name, without] of Object.entries(tables)) {
    const { rows } = await db.pool.query<{ row: unknown }>(
      `select to_jsonb(t) ${without} as "row" from "${name}" t order by (to_jsonb(t) ${without})::text`,
    );
    state[name] = rows.map(({ row }) => row);
  }
  return state;
}
