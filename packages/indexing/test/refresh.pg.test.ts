import { rm } from "node:fs/promises";
import { importSample } from "@retake/dev-env";
import { openTelemetryReader, type TelemetryReader } from "@retake/telemetry/reader";
import { afterAll, beforeAll, expect, test } from "vitest";
import { noCounts } from "../src/types.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";

const EPISODES = 8;

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
  await importSample(bench, bench.workspaceId, { episodes: EPISODES });
  await bench.index();
}, 240_000);
afterAll(() => bench[Symbol.asyncDispose]());

/** A reader that counts what is asked of it. */
function countingReader(): TelemetryReader & { reads: number } {
  const reader = openTelemetryReader({ store: bench.store });
  const counting = Object.assign(Object.create(reader) as TelemetryReader, { reads: 0 });
  counting.read = async (...given) => {
    counting.reads += 1;
    return reader.read(...given);
  };
  return counting;
}

async function first(): Promise<{ id: string; sessionId: string }> {
  return bench.db.prisma.episode.findFirstOrThrow({
    where: { workspaceId: bench.workspaceId },
    orderBy: { sessionId: "asc" },
  });
}

test("a label that is accepted is found by its words in the next pass, and no telemetry is read for it", async () => {
  const { db } = bench;
  const { id } = await first();
  const before = await db.prisma.episodeIndex.findUniqueOrThrow({ where: { episodeId: id } });
  await db.prisma.annotation.create({
    data: {
      episodeId: id,
      id: "a",
      lane: "subtask",
      label: "wobbly_regrasp",
      start: 1,
      end: 2,
      origin: "human",
      state: "accepted",
      createdAt: new Date(),
    },
  });
  const reader = countingReader();
  const { counts } = await bench.index({ reader });
  reader.close();
  expect(reader.reads).toBe(0);
  // One text that nobody had said yet, and the point that its vector moves.
  expect(counts).toEqual({ ...noCounts(), refreshed: 1, texts: expect.any(Number) as number, placed: 1 });
  expect(counts.texts).toBeGreaterThan(0);
  const { rows } = await db.pool.query(
    `select "episodeId" as "id" from "EpisodeIndex" where "search" @@ websearch_to_tsquery('english', 'wobbly regrasp')`,
  );
  expect(rows).toEqual([{ id }]);
  const after = await db.prisma.episodeIndex.findUniqueOrThrow({ where: { episodeId: id } });
  expect(after.motion).toEqual(before.motion);
  expect(after.visual).toEqual(before.visual);
});

test("a proposed label, or one of somebody's own layer, changes nothing", async () => {
  const { id: episodeId } = await first();
  const label = {
    episodeId,
    lane: "subtask",
    label: "secret",
    start: 1,
    origin: "rule",
    createdAt: new Date(),
  };
  await bench.db.prisma.annotation.createMany({
    data: [
      { ...label, id: "b", state: "proposed" },
      { ...label, id: "c", state: "accepted", layer: "blind:somebody" },
    ],
  });
  expect((await bench.index()).counts).toEqual(noCounts());
});

test(
  "a new episode is put among its neighbours; the others stay where they are",
  { timeout: 300_000 },
  async () => {
    const { db, workspaceId } = bench;
    const places = (): Promise<unknown[]> =>
      db.prisma.mapPoint.findMany({
        where: { workspaceId, isPlaced: false },
        orderBy: [{ kind: "asc" }, { episodeId: "asc" }],
        // They may have got a nearer one.
        omit: { neighbours: true },
      });
    const before = await places();
    await importSample(bench, workspaceId, { episodes: EPISODES + 1 });
    const { counts } = await bench.index();
    expect(counts).toMatchObject({ episodes: 1, motions: 0, layouts: 0, placed: 3 });
    expect(await places()).toEqual(before);
    const added = await db.prisma.mapPoint.findMany({
      where: { workspaceId, isPlaced: true, kind: "motion" },
    });
    expect(added).toHaveLength(1);
    const neighbours = added[0]?.neighbours as [string, number][];
    expect(neighbours).toHaveLength(8);
    expect(neighbours.every(([, share]) => share > 0 && share <= 1)).toBe(true);
    expect(neighbours.map(([, share]) => share)).toEqual(
      neighbours.map(([, share]) => share).toSorted((a, b) => b - a),
    );
    const episode = await db.prisma.episode.findUniqueOrThrow({ where: { id: added[0]?.episodeId ?? "" } });
    // The same place in more digits.
    expect(Math.fround(episode.umapX ?? 0)).toBe(Math.fround(added[0]?.x ?? 1));
    expect(Math.fround(episode.umapY ?? 0)).toBe(Math.fround(added[0]?.y ?? 1));
  },
);

test("an episode whose file is damaged says so, is found by its words, and stops no other", async () => {
  const { db, store } = bench;
  const episodes = await db.prisma.episode.findMany({
    include: { segments: true },
    orderBy: { sessionId: "asc" },
  });
  const [broken, sound] = [episodes[2]!, episodes[3]!];
  for (const { key } of broken.segments) await rm(store.localPath(key) ?? "");
  await db.prisma.episode.updateMany({
    where: { id: { in: [broken.id, sound.id] } },
    data: { contentHash: "another", task: "polish the astrolabe" },
  });
  const { counts, problems } = await bench.index();
  expect(problems).toEqual([]);
  expect(counts).toMatchObject({ episodes: 2, failed: 1 });
  const indexOf = (episodeId: string) => db.prisma.episodeIndex.findUniqueOrThrow({ where: { episodeId } });
  expect(await indexOf(broken.id)).toMatchObject({
    motion: null,
    textA: expect.stringContaining("astrolabe") as string,
    problems: { telemetry: expect.stringContaining("could not be read") as string },
  });
  expect(await indexOf(sound.id)).toMatchObject({
    problems: {},
    motion: expect.any(Uint8Array) as Uint8Array,
  });
  expect((await bench.index()).counts, "it is not tried again until it changes").toEqual(noCounts());
});

test("a rebuild makes all of it again once", { timeout: 300_000 }, async () => {
  const { db, workspaceId } = bench;
  const before = await db.prisma.mapLayout.findMany({ orderBy: { kind: "asc" } });
  await db.prisma.indexRun.update({ where: { workspaceId }, data: { rebuildAskedAt: new Date() } });
  const { counts } = await bench.index();
  expect(counts).toMatchObject({ episodes: EPISODES + 1, texts: 0, pictures: EPISODES + 1, layouts: 3 });
  const after = await db.prisma.mapLayout.findMany({ orderBy: { kind: "asc" } });
  expect(after.map(({ version }) => version)).toEqual(before.map(({ version }) => version + 1));
  // The earlier places are where the new ones begin: nothing turns round.
  for (const { figures } of after) expect(figures).toMatchObject({ meanShift: expect.any(Number) as number });
  expect((await bench.index()).counts).toEqual(noCounts());
});
