import { createTRPCClient, httpBatchLink, TRPCClientError } from "@trpc/client";
import type { AppRouter } from "@retake/trpc/router";
import { episodeSorts } from "@retake/trpc/schemas";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDataset, createEpisode, FRONT, ROWS, WRIST } from "./fixtures/episodes.ts";
import { startTestFront, type TestFront } from "./fixtures/front.ts";

let house: TestFront;
let owner: ReturnType<typeof clientOf>;
const EXTRA = 12;

beforeAll(async () => {
  house = await startTestFront();
  const { db, store, lab } = house;
  const datasetId = await createDataset(db, lab.id, "stack");
  await createDataset(db, lab.id, "unfinished", false);
  for (let n = 0; n < EXTRA; n += 1) {
    await createEpisode(db, store, {
      workspaceId: lab.id,
      datasetId,
      episodeIndex: n,
      sessionId: `stack.episode_${String(n).padStart(6, "0")}`,
      data: {
        task: n % 2 === 0 ? "stack the cups" : "stack the plates",
        robotType: n % 3 === 0 ? "so101" : "arm",
        outcome: n % 4 === 0 ? "failure" : null,
        totalReward: n % 5,
      },
    });
  }
  owner = clientOf(lab.people.owner.cookie);
});
afterAll(() => house.close());

function clientOf(cookie: string) {
  return createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${house.url}/api/trpc`, headers: { cookie } })],
  });
}

const workspace = "lab";

async function refusal(call: Promise<unknown>): Promise<unknown> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof TRPCClientError ? error.data : error;
}

describe("episodes", () => {
  test("rows name poster and strip of the first camera with pictures", async () => {
    const { episodes } = await owner.episodes.list.query({ workspace, sort: "oldest", limit: 1 });
    const camera = `/media/lab/lab.episode_000000/${encodeURIComponent(FRONT)}`;
    expect(episodes[0]).toMatchObject({
      cameraCount: 2,
      posterUrl: `${camera}/poster.jpg`,
      stripUrl: `${camera}/strip.jpg`,
    });
  });

  test("detail has topics with statistics, and cameras with the addresses of what they have", async () => {
    const detail = await owner.episodes.get.query({ workspace, sessionId: "lab.episode_000000" });
    expect(detail.topics[1]).toMatchObject({
      name: "/next/reward",
      statistics: { min: [0], max: [(ROWS - 1) / 4], count: [ROWS] },
    });
    expect(
      detail.cameras.map((one) => [one.name, one.storage, one.playable, one.proxyUrl, one.timesUrl === null]),
    ).toEqual([
      ["front", "video", "native", null, false],
      ["wrist", "images", null, null, true],
    ]);
    expect(detail.cameras[1]?.videoUrl).toBeNull();
    expect(detail.cameras[0]?.mimeType).toBe('video/mp4; codecs="avc1.42001f"');
    expect(detail.dataUrl).toBe("/data/lab/lab.episode_000000");
  });

  test.each(episodeSorts)("in the order %s neighbours are those of the list", async (sort) => {
    const { episodes, total } = await owner.episodes.list.query({ workspace, sort, limit: 1_000 });
    const ids = episodes.map((one) => one.sessionId);
    expect([total, new Set(ids).size]).toEqual([3 + EXTRA, 3 + EXTRA]);
    for (const [place, sessionId] of ids.entries()) {
      expect(await owner.episodes.neighbours.query({ workspace, sort, sessionId })).toEqual({
        previous: ids[place - 1] ?? null,
        next: ids[place + 1] ?? null,
        position: place + 1,
        total,
      });
    }
  });

  test("an episode outside of the filter has no neighbours and no place", async () => {
    const found = await owner.episodes.neighbours.query({
      workspace,
      robot: "so101",
      sessionId: "lab.episode_000000",
    });
    expect(found).toEqual({ previous: null, next: null, position: 0, total: EXTRA / 3 });
  });

  test("every facet counts what its choice would leave, the other filters standing", async () => {
    const filter = { outcome: "failure", robot: "so101" } as const;
    const facets = await owner.episodes.facets.query({ workspace, ...filter });
    const total = async (input: object): Promise<number> =>
      (await owner.episodes.list.query({ workspace, ...input })).total;
    for (const { value, count } of facets.robots)
      expect(await total({ ...filter, robot: value }), value).toBe(count);
    for (const { value, count } of facets.outcomes) {
      expect(await total({ ...filter, outcome: value as "none" }), value).toBe(count);
    }
    for (const { value, count } of facets.tasks)
      expect(await total({ ...filter, task: value }), value).toBe(count);
    for (const { value, count } of facets.datasets)
      expect(await total({ ...filter, dataset: value }), value).toBe(count);
    expect(facets.robots.map((one) => one.value).toSorted()).toEqual(["arm", "so101"]);
    expect((await owner.episodes.facets.query({ workspace })).datasets).toEqual([
      { value: "stack", label: "org/stack", count: EXTRA },
      { value: "pusht", label: "org/pusht", count: 3 },
    ]);
    expect((await owner.episodes.facets.query({ workspace })).tags).toEqual([{ value: "slip", count: 1 }]);
  });

  test("a bulk change touches what was chosen, says what was missing, and is all or nothing", async () => {
    const sessionIds = ["stack.episode_000001", "stack.episode_000003", "lab.hidden", "no.such"];
    const done = await owner.episodes.update.mutate({
      workspace,
      sessionIds,
      outcome: "success",
      addTags: ["b", "a", "b"],
    });
    expect(done).toEqual({ updated: 2, missing: ["lab.hidden", "no.such"] });
    const read = async (id: string) => owner.episodes.get.query({ workspace, sessionId: id });
    expect(await read("stack.episode_000001")).toMatchObject({ outcome: "success", tags: ["b", "a"] });
    await owner.episodes.update.mutate({ workspace, sessionIds, removeTags: ["b"], addTags: ["c"] });
    expect((await read("stack.episode_000003")).tags).toEqual(["a", "c"]);
    const many = Array.from({ length: 63 }, (_, n) => `t${n}`);
    expect(
      await refusal(
        owner.episodes.update.mutate({
          workspace,
          sessionIds: ["stack.episode_000002", ...sessionIds],
          addTags: many,
        }),
      ),
    ).toMatchObject({ code: "bad_request" });
    expect((await read("stack.episode_000002")).tags).toEqual([]);
    await owner.episodes.update.mutate({ workspace, sessionIds, outcome: null });
    expect(await read("stack.episode_000001")).toMatchObject({ outcome: null, tags: ["a", "c"] });
  });

  test("no text anyone may type ends in a fault, or finds what it should not", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 60, unit: "binary" }), async (text) => {
        const answer = await owner.episodes.list
          .query({ workspace, q: text, label: text.slice(0, 60), task: text })
          .catch((error: unknown) => error);
        if (answer instanceof TRPCClientError) {
          expect(text).toContain("\0");
          expect((answer.data as { code: string }).code).toBe("bad_request");
        } else expect((answer as { total: number }).total).toBe(0);
      }),
      { numRuns: 60, examples: [["' or 1=1 --"], ["\\"], ["%"], ["\0"], ["__proto__"], ["\ud800"]] },
    );
  });
});

describe("datasets", () => {
  test("the list sums up published episodes, and leaves out what is not finished", async () => {
    const { datasets } = await owner.datasets.list.query({ workspace });
    expect(datasets.map((one) => one.slug).toSorted()).toEqual(["pusht", "stack"]);
    expect(datasets.find((one) => one.slug === "stack")).toMatchObject({
      name: "org/stack",
      source: "hub:org/stack",
      episodes: EXTRA,
      frames: EXTRA * ROWS,
      hours: expect.closeTo((EXTRA * 5) / 3600, 9),
      failures: EXTRA / 4,
      cameras: [FRONT],
      posterUrl: `/media/lab/stack.episode_000000/${encodeURIComponent(FRONT)}/poster.jpg`,
    });
  });

  test("detail adds features, tasks with counts, robots and durations", async () => {
    const dataset = await owner.datasets.get.query({ workspace, slug: "stack" });
    expect(dataset.robots.toSorted()).toEqual(["arm", "so101"]);
    expect(dataset.taskCounts).toEqual([
      { task: "stack the cups", episodes: EXTRA / 2 },
      { task: "stack the plates", episodes: EXTRA / 2 },
    ]);
    expect(dataset.durations).toEqual(Array.from({ length: EXTRA }, () => 5));
    expect(await refusal(owner.datasets.get.query({ workspace, slug: "unfinished" }))).toMatchObject({
      code: "not_found",
    });
  });
});

describe("tokens", () => {
  test("are shown once, listed without their secret, and end at once", async () => {
    const made = await owner.tokens.create.mutate({
      workspace,
      kind: "api",
      name: "script",
      scopes: ["read", "read"],
      expiresInDays: 1,
    });
    expect(made.scopes).toEqual(["read"]);
    const { tokens } = await owner.tokens.list.query({ workspace });
    expect(tokens.map((one) => one.id)).toContain(made.id);
    expect(JSON.stringify(tokens)).not.toContain(made.token.split("_")[2]);
    const use = async (): Promise<number> =>
      (await fetch(`${house.url}/api/v1/sessions`, { headers: { authorization: `Bearer ${made.token}` } }))
        .status;
    expect(await use()).toBe(200);
    await owner.tokens.revoke.mutate({ workspace, id: made.id });
    await expect.poll(use).toBe(401);
    expect((await owner.tokens.list.query({ workspace })).tokens.map((one) => one.id)).not.toContain(made.id);
    const robot = await owner.tokens.create.mutate({
      workspace,
      kind: "robot",
      name: "arm",
      scopes: ["write"],
    });
    expect(robot.scopes).toEqual(["record"]);
  });
});

describe("imports", () => {
  test("a folder can be looked into before it is imported; what is no dataset is refused in words", async () => {
    const listing = await owner.imports.folders.query({ workspace, path: process.cwd() });
    expect(listing.folders.map((one) => one.name)).toContain("packages");
    const failure = await refusal(owner.imports.inspect.query({ workspace, dataset: process.cwd() }));
    expect(failure).toMatchObject({
      code: expect.stringMatching(/invalid_dataset|unsupported_version|not_found/),
    });
    expect((failure as { message: string }).message.length).toBeGreaterThan(10);
  });
});

test("a failed call tells its code, its words and where the input was wrong", async () => {
  const failure = await refusal(owner.episodes.list.query({ workspace, limit: 0 }));
  expect(failure).toEqual({
    code: "bad_request",
    message: expect.any(String),
    issues: [{ path: "limit", message: expect.any(String) }],
    httpStatus: 400,
    retryAfterS: null,
  });
  expect(WRIST).not.toBe(FRONT);
});
