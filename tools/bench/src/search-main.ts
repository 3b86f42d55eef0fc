import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { insertManyEpisodes, manyEpisodeId } from "@retake/dev-env";
import { percentiles } from "./measure/percentiles.ts";
import { askOverHttp, freshQuestion } from "./search/ask-search.ts";
import { openSearchHouse, type TestableHouse } from "./search/search-house.ts";
import { seedGraph, type SeedNode } from "./seed/seed-graph.ts";

/**
 * Times of search and graph, in process and over HTTP, as the workspace grows; the graph beside the seed's way of making one.
 * Run: `node --import tsx tools/bench/src/search-main.ts [episodes …]`, without numbers for 206, 10,000 and 100,000.
 */
const SIZES = process.argv.slice(2).map(Number);
const COUNTED = 40;
const WARM_UP = 8;

async function main(): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "retake-bench-search-"));
  const opened = await openSearchHouse(folder);
  try {
    for (const count of SIZES.length === 0 ? [206, 10_000, 100_000] : SIZES) {
      await insertManyEpisodes(opened.house.db, { workspaceId: opened.house.workspace.id, count, seed: 1 });
      await announce(opened);
      const began = performance.now();
      await opened.warm();
      console.log(
        `\n${count} episodes (read into memory in ${((performance.now() - began) / 1_000).toFixed(1)} s)`,
      );
      await measureSearch(opened);
      await measureGraph(opened, count);
    }
  } finally {
    await opened.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** What the indexing would say. */
async function announce({ house }: TestableHouse): Promise<void> {
  for (const channel of ["index", "episode"])
    await house.db.pool.query("SELECT pg_notify($1, $2)", [channel, house.workspace.id]);
}

let asked = 0;

async function measureSearch(opened: TestableHouse): Promise<void> {
  const http = askOverHttp(opened);
  const ways = { "in process": opened.inProcess, "over HTTP": http };
  for (const [way, ask] of Object.entries(ways)) {
    for (let n = 0; n < WARM_UP; n += 1) await ask.search(freshQuestion((asked += 1)));
    const [first, again]: [number[], number[]] = [[], []];
    for (let n = 0; n < COUNTED; n += 1) {
      const question = freshQuestion((asked += 1));
      first.push(await stopwatch(() => ask.search(question)));
      again.push(await stopwatch(() => ask.search(question)));
    }
    print(`search ${way}, a new question`, first);
    print(`search ${way}, its vector known`, again);
  }
  http.close();
}

async function measureGraph(opened: TestableHouse, count: number): Promise<void> {
  const http = askOverHttp(opened);
  const bytes = await http.graph();
  const times = async (ask: () => Promise<unknown>, turns: number): Promise<number[]> => {
    const taken: number[] = [];
    for (let n = 0; n < turns; n += 1) taken.push(await stopwatch(ask));
    return taken;
  };
  const turns = count > 20_000 ? 5 : COUNTED;
  const seed = count > 2_000 ? null : await seedNodes(opened);
  const changed = manyEpisodeId(1, 0);
  await opened.changedGraph(changed);
  print("graph in process, of which nothing is in memory", await times(() => opened.coldGraph(), turns));
  const anew = await times(() => opened.changedGraph(changed), turns);
  print("graph in process, after a change", anew);
  const kept = await times(() => http.graph(), turns);
  print(`graph over HTTP, kept, ${(bytes / 1e6).toFixed(1)} MB`, kept);
  http.close();
  if (seed === null) return;
  const theirs = await times(async () => seedGraph(seed), turns);
  print("graph, the seed's way", theirs);
  const ratio = (ours: readonly number[]): string =>
    (percentiles(theirs).median / percentiles(ours).median).toFixed(0);
  console.log(`  ${ratio(anew)} times faster after a change, ${ratio(kept)} times over HTTP`);
}

async function seedNodes({ house }: TestableHouse): Promise<SeedNode[]> {
  const { rows } = await house.db.pool.query<{ id: string; motion: Buffer }>(
    `select "episodeId" as "id", "motion" from "EpisodeIndex" where "workspaceId" = $1 and "motion" is not null`,
    [house.workspace.id],
  );
  return rows.map(({ id, motion }) => ({
    id,
    metrics: new Float32Array(motion.buffer.slice(motion.byteOffset, motion.byteOffset + motion.length)),
  }));
}

async function stopwatch(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

function print(name: string, values: readonly number[]): void {
  const { median, p95 } = percentiles(values);
  console.log(
    `  ${name.padEnd(48)} p50 ${median.toFixed(2).padStart(9)} ms   p95 ${p95.toFixed(2).padStart(9)} ms`,
  );
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
