import type { Db } from "@retake/db";
import { importSample } from "@retake/dev-env";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runPass } from "../src/run/run-pass.ts";
import { NEIGHBOURS } from "../src/thread/jobs.ts";
import type { Parts } from "../src/types.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";

const EPISODES = 12;

let bench: Workbench;
let parts: Parts;
/** Vectors that were read from the database, and how often all of a map's points were. */
const read = { vectors: 0, points: 0 };

beforeAll(async () => {
  bench = await openWorkbench();
  await importSample(bench, bench.workspaceId, { episodes: EPISODES });
  parts = bench.parts({ db: countingDb(bench.db) });
  await pass();
}, 240_000);
afterAll(() => bench[Symbol.asyncDispose]());

function countingDb(db: Db): Db {
  const pool = Object.create(db.pool) as Db["pool"];
  const query = db.pool.query.bind(db.pool) as (text: string, values?: unknown[]) => Promise<{ rows: [] }>;
  pool.query = (async (text: string, values?: unknown[]) => {
    const answer = await query(text, values);
    if (text.includes(`as "parts"`)) read.vectors += answer.rows.length;
    if (text.includes(`"x", "y", "cluster", "neighbours" from "MapPoint"`)) read.points += 1;
    return answer;
  }) as Db["pool"]["query"];
  return { ...db, pool };
}

const pass = (more: Partial<Parameters<typeof runPass>[1]> = {}) =>
  runPass(parts, {
    workspaceId: bench.workspaceId,
    named: null,
    signal: new AbortController().signal,
    ...more,
  });

/** Imports until there are so many. */
const add = (episodes: number): Promise<void> => importSample(bench, bench.workspaceId, { episodes });

async function pointsOf(kind: string): Promise<{ id: string; near: [string, number][]; motion: Buffer }[]> {
  const { rows } = await bench.db.pool.query<{ id: string; near: [string, number][]; motion: Buffer }>(
    `select p."episodeId" as "id", p."neighbours" as "near", i."motion" from "MapPoint" p join "EpisodeIndex" i on i."episodeId" = p."episodeId"
     where p."kind" = $1 order by 1`,
    [kind],
  );
  return rows;
}

/** The nearest of each by comparing all with all. */
function nearestByHand(points: { id: string; motion: Buffer }[]): Map<string, string[]> {
  const vectors = points.map(({ motion }) => new Float32Array(Uint8Array.from(motion).buffer));
  const apart = (a: Float32Array, b: Float32Array): number =>
    Math.hypot(...Array.from(a, (value, d) => value - (b[d] ?? 0)));
  return new Map(
    points.map(({ id }, i) => {
      const others = points.flatMap(({ id: other }, j) =>
        i === j ? [] : [[other, apart(vectors[i]!, vectors[j]!)] as const],
      );
      const sorted = others.toSorted(([, a], [, b]) => a - b).slice(0, NEIGHBOURS);
      return [id, sorted.map(([other]) => other).toSorted()];
    }),
  );
}

test(
  "after a fit, placing reads what is new and nothing else, and who is near to it has it among its neighbours",
  { timeout: 300_000 },
  async () => {
    Object.assign(read, { vectors: 0, points: 0 });
    await add(EPISODES + 1);
    const { counts, problems } = await pass();
    expect(problems).toEqual([]);
    expect(counts).toMatchObject({ episodes: 1, layouts: 0, placed: 3 });
    expect(read).toEqual({ vectors: 3, points: 0 });
    await add(EPISODES + 2);
    expect((await pass()).counts).toMatchObject({ layouts: 0, placed: 3 });
    expect(read).toEqual({ vectors: 6, points: 0 });

    const points = await pointsOf("motion");
    const byHand = nearestByHand(points);
    for (const { id, near } of points)
      expect(near.map(([other]) => other).toSorted(), id).toEqual(byHand.get(id));
  },
);

test("who did not place before reads the points once, and again when another layout has come", async () => {
  Object.assign(read, { vectors: 0, points: 0 });
  parts.anchors.clear();
  const words = (task: string) =>
    bench.db.prisma.episode.updateMany({
      where: { sessionId: { endsWith: "episode_000002" } },
      data: { task },
    });
  await words("fold the towel");
  expect((await pass()).counts).toMatchObject({ placed: 1 });
  // All others of the map of texts, and the one that has other words now.
  expect(read).toEqual({ vectors: EPISODES + 2, points: 1 });
  await words("fold the shirt");
  expect((await pass()).counts).toMatchObject({ placed: 1 });
  expect(read).toEqual({ vectors: EPISODES + 3, points: 1 });
  await bench.db.prisma.mapLayout.updateMany({
    where: { kind: "text" },
    data: { version: { increment: 1 } },
  });
  await words("fold the sock");
  await pass();
  expect(read).toEqual({ vectors: EPISODES + 3 + EPISODES + 2, points: 2 });
});

test(
  "what comes while a map is laid out has a place before that ends, and keeps one in the new layout",
  { timeout: 300_000 },
  async () => {
    const { db, workspaceId } = bench;
    await db.prisma.mapLayout.updateMany({ where: { kind: "motion" }, data: { fittedCount: 1 } });
    const sessionId = `retake-sample.episode_${String(EPISODES + 2).padStart(6, "0")}`;
    const pointOf = () => db.prisma.mapPoint.findFirst({ where: { kind: "motion", episode: { sessionId } } });
    const seen: unknown[] = [];
    const { counts } = await pass({
      async beside(job) {
        if (seen.length === 0) {
          await add(EPISODES + 3);
          await pass({ named: { ids: [], sessionIds: [sessionId] }, isQuick: true });
          seen.push(await pointOf());
        }
        return job;
      },
    });
    expect(seen).toEqual([expect.objectContaining({ isPlaced: true })]);
    // The other two are laid out for what has come.
    expect(counts.layouts).toBe(3);
    // It was put among the points of the new layout before that was seen: nothing is left to place.
    expect(await pointOf()).toMatchObject({ isPlaced: true });
    const layout = await db.prisma.mapLayout.findUniqueOrThrow({
      where: { workspaceId_kind: { workspaceId, kind: "motion" } },
    });
    expect(layout.fittedCount).toBe(EPISODES + 2);
    expect((await pass()).counts).toMatchObject({ layouts: 0 });
    const points = await pointsOf("motion");
    expect(points).toHaveLength(EPISODES + 3);
    const byHand = nearestByHand(points);
    for (const { id, near } of points)
      expect(near.map(([other]) => other).toSorted(), id).toEqual(byHand.get(id));
  },
);
