import { createTRPCClient, httpBatchLink } from "@trpc/client";
import { createSearchParts } from "@retake/trpc/search-parts";
import type { AppRouter } from "@retake/trpc/router";
import { writeSegment } from "@retake/telemetry/writer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEpisode, STATE } from "./fixtures/episodes.ts";
import { startTestFront, type TestFront } from "./fixtures/front.ts";
import { createWordEmbedder, indexEpisode } from "./fixtures/word-embedder.ts";

let house: TestFront;
let owner: ReturnType<typeof createTRPCClient<AppRouter>>;
const workspace = "lab";
const embedder = createWordEmbedder();

beforeAll(async () => {
  // Nothing listens on the port of `discard`.
  const openai = {
    apiKey: "none",
    baseUrl: "http://127.0.0.1:9/v1",
    embeddingModel: "text-embedding-3-small",
    chatModel: null,
  };
  house = await startTestFront({ parts: { embedder }, config: { openai } });
  const { db, lab } = house;
  const { id } = await db.prisma.episode.findFirstOrThrow({ where: { sessionId: "lab.episode_000000" } });
  await indexEpisode(db, { id, workspaceId: lab.id }, { task: "push the block" });
  owner = createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${house.url}/api/trpc`, headers: { cookie: lab.people.owner.cookie } })],
  });
});
afterAll(() => house.close());

test("a model server that is away costs no answer: the built-in model compares, and a banner says so", async () => {
  for (const query of ["push a block", "block that was pushed"]) {
    const { episodes, embeddings } = await owner.search.query.query({ workspace, query });
    expect(episodes[0]?.row.sessionId).toBe("lab.episode_000000");
    expect(embeddings).toMatchObject({ provider: "local", degraded: true });
    expect(embeddings.reason).toContain("The model server did not answer");
  }
});

test("a workspace that keeps to itself asks no server", async () => {
  const { db, lab } = house;
  await db.prisma.aiSettings.create({ data: { workspaceId: lab.id, provider: "local" } });
  const parts = createSearchParts({
    db,
    signals: silent().signals,
    local: embedder,
    server: {
      apiKey: "none",
      baseUrl: "http://127.0.0.1:9/v1",
      embeddingModel: "text-embedding-3-small",
      chatModel: null,
    },
  });
  expect((await parts.questions.ask(lab.id, "block")).state).toMatchObject({
    provider: "local",
    degraded: false,
  });
  parts.close();
});

/** Wake-ups by hand. */
function silent() {
  const wakers: ((id: string) => void)[] = [];
  const signals = {
    connected: true,
    on: (_: string, wake: (id: string) => void) => (wakers.push(wake), () => undefined),
    onGap: () => () => undefined,
  };
  return { signals, say: (id: string) => wakers.forEach((wake) => wake(id)) };
}

test("vectors are those there were when they were asked for: what changes is read again, and only that", async () => {
  const { db, store, lab } = house;
  const { signals, say } = silent();
  const parts = createSearchParts({ db, signals, local: embedder });
  const { vectors } = parts;
  const id = await createEpisode(db, store, { workspaceId: lab.id, sessionId: "fresh" });
  await indexEpisode(db, { id, workspaceId: lab.id }, { task: "stir the soup", motion: [1, 0] });
  const first = await vectors.get(lab.id, embedder.space);
  const row = first.rowOf.get(id) ?? -1;
  expect([...(first.motion.scan?.get(row) ?? [])]).toEqual([1, 0]);

  await indexEpisode(db, { id, workspaceId: lab.id }, { task: "stir the tea", motion: [0, 1] });
  const before = house.queries();
  await vectors.get(lab.id, embedder.space);
  expect(house.queries()).toBe(before);
  say(`${lab.id}/fresh`);
  const second = await vectors.get(lab.id, embedder.space);
  expect([...(second.motion.scan?.get(second.rowOf.get(id) ?? -1) ?? [])]).toEqual([0, 1]);
  expect(house.queries() - before).toBe(2);

  await db.prisma.episode.update({ where: { id }, data: { publishedAt: null } });
  say(lab.id);
  expect((await vectors.get(lab.id, null)).rowOf.has(id)).toBe(false);
  parts.close();
});

test("a stretch that was planted in another episode is found there, at its time", async () => {
  const { db, store, lab } = house;
  const bump = (k: number): number => (k < 0 || k > 15 ? 0 : Math.sin((k / 15) ** 2 * 4 * Math.PI));
  for (const [sessionId, at, height] of [
    ["wiggle-a", 5, 1],
    ["wiggle-b", 21, 7],
  ] as const) {
    const id = await createEpisode(db, store, { workspaceId: lab.id, sessionId });
    const rows = 50;
    const values = Float32Array.from({ length: 2 * rows }, (_, i) =>
      i % 2 === 0 ? 0.01 * Math.cos(i * 1.7) : height * bump((i - 1) / 2 - at) + 3,
    );
    const t = Float64Array.from({ length: rows }, (_, k) => k / 10);
    const frame = Int32Array.from({ length: rows }, (_, k) => k);
    const topic = { name: STATE, type: "float32" as const, shape: [2], dims: 2, t, frame, values };
    const segment = await writeSegment(store, { episodeId: id, part: 0, topics: [topic] });
    const { key, bytes, firstTime, lastTime } = segment;
    await db.prisma.segment.updateMany({
      where: { episodeId: id },
      data: { key, bytes, rows, firstTime, lastTime },
    });
  }
  const asked = { workspace, sessionId: "wiggle-a", topic: STATE, dim: 1, start: 0.5, end: 2 };
  const { hits, query, searched, truncated } = await owner.search.wiggle.query(asked);
  expect(hits[0]).toMatchObject({ row: { sessionId: "wiggle-b" }, topic: STATE, dim: 1 });
  expect(hits[0]?.start).toBeCloseTo(2.1, 6);
  expect(hits[0]?.end).toBeCloseTo(3.6, 6);
  expect(hits[0]?.score).toBeCloseTo(1, 4);
  expect(hits.every(({ row }) => row.sessionId !== "wiggle-a")).toBe(true);
  expect([hits[0]?.values.length, query.values.length]).toEqual([64, 64]);
  expect(searched.episodes).toBeGreaterThanOrEqual(2);
  expect(truncated).toBe(false);
  const [sized] = (await owner.search.wiggle.query({ ...asked, shapeOnly: false })).hits;
  expect(sized?.score ?? 0).toBeLessThan(0.8);
  const still = owner.search.wiggle.query({ ...asked, start: 3, end: 4.5 });
  await expect(still).rejects.toMatchObject({ data: { code: "bad_request" } });
});
