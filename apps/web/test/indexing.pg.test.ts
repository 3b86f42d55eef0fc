import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestFront, type TestFront } from "./fixtures/front.ts";

let house: TestFront;
beforeAll(async () => {
  house = await startTestFront();
});
afterAll(() => house.close());

async function call(path: string, input: object, method: "GET" | "POST" = "GET") {
  const text = JSON.stringify({ workspace: "lab", ...input });
  const headers = { cookie: house.lab.people.admin.cookie };
  const url = `${house.url}/api/trpc/${path}`;
  const response =
    method === "GET"
      ? await fetch(`${url}?input=${encodeURIComponent(text)}`, { headers })
      : await fetch(url, {
          method: "POST",
          body: text,
          headers: { ...headers, "content-type": "application/json" },
        });
  const { result, error } = (await response.json()) as {
    result?: { data: Record<string, unknown> };
    error?: { data: { code: string } };
  };
  return { data: result?.data ?? {}, code: error?.data.code ?? "ok" };
}

test("what is indexed, what waits and what failed is counted, of one's own workspace alone", async () => {
  const { db, lab, rival } = house;
  const ids = await db.prisma.episode.findMany({
    where: { publishedAt: { not: null } },
    orderBy: { sessionId: "asc" },
  });
  const own = ids.filter(({ workspaceId }) => workspaceId === lab.id);
  const foreign = ids.filter(({ workspaceId }) => workspaceId === rival.id);
  expect(foreign.length).toBeGreaterThan(0);
  const [first] = own;
  for (const [n, { id, workspaceId }] of [...foreign, ...own.slice(0, 1)].entries())
    await db.prisma.episodeIndex.create({
      data: { episodeId: id, workspaceId, basis: "t:1", problems: { telemetry: `It is damaged ${n}.` } },
    });
  const { data } = await call("index.get", {});
  expect(data["counts"]).toEqual({ episodes: own.length, indexed: 1, waiting: own.length - 1, failed: 1 });
  expect(data["failures"]).toEqual([
    { sessionId: first?.sessionId, reasons: [`It is damaged ${foreign.length}.`] },
  ]);
  expect(data["run"]).toMatchObject({ state: "idle", rebuildAsked: false });
});

test("asking for a rebuild is kept until the worker takes it up, and wakes it", async () => {
  const { db, lab } = house;
  const client = await db.pool.connect();
  const heard: string[] = [];
  client.on("notification", ({ channel, payload }) => heard.push(`${channel} ${payload}`));
  await client.query('listen "episode"');
  expect((await call("index.rebuild", {}, "POST")).code).toBe("ok");
  await client.query('unlisten "episode"');
  client.release(true);
  expect(heard).toContain(`episode ${lab.id}`);
  expect((await call("index.get", {})).data["run"]).toMatchObject({ rebuildAsked: true });
});

test("what leaves the house is chosen, bounded and counted; without a server nothing can", async () => {
  const { db, lab } = house;
  const before = await call("ai.get", {});
  expect(before.data).toMatchObject({
    provider: "openai",
    summaries: true,
    tokensMax: 5_000_000,
    server: null,
  });
  const month = new Date().toISOString().slice(0, 7);
  await db.prisma.aiSpend.create({ data: { workspaceId: lab.id, month, embedding: 120n, chat: 3n } });
  const set = await call("ai.set", { provider: "local", summaries: false, tokensMax: null }, "POST");
  expect(set.data).toMatchObject({ provider: "local", summaries: false, tokensMax: null });
  expect((await call("ai.get", {})).data).toMatchObject({
    provider: "local",
    spent: { month, embedding: 120, chat: 3 },
  });
  expect((await call("ai.set", { provider: "local", summaries: false, tokensMax: -1 }, "POST")).code).toBe(
    "bad_request",
  );
});
