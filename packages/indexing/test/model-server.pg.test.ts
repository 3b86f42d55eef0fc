import { type OpenAiServer, startOpenAiServer, TEST_KEY } from "@retake/ai/test/openai-server";
import { createEpisode } from "@retake/dev-env";
import { afterAll, beforeAll, expect, test } from "vitest";
import { noCounts } from "../src/types.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";

const TASKS = ["stack the cups", "insert the peg", "fold the towel", "open the drawer", "pour the water"];
const BATCH = 4;
const LOCAL = "local:use-lite:512";
const REMOTE = "openai:text-embedding-3-small:1536";
const SUMMARY = "The arm polishes an astrolabe.";
/** What the server counts of one answer to chat. */
const CHAT_TOKENS = 460;

let bench: Workbench;
let server: OpenAiServer;
beforeAll(async () => {
  bench = await openWorkbench();
  server = await startOpenAiServer();
  server.say(JSON.stringify({ summary: SUMMARY, objects: ["astrolabe"], actions: ["polish"] }));
  for (const task of TASKS) await createEpisode(bench.db, { workspaceId: bench.workspaceId, task });
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
  await server.close();
});

const index = () =>
  bench.index({
    batchSize: BATCH,
    openai: {
      apiKey: TEST_KEY,
      baseUrl: server.url,
      embeddingModel: "text-embedding-3-small",
      chatModel: "sees",
    },
  });
const embedded = (): string[][] =>
  server.requests
    .filter(({ path }) => path === "/v1/embeddings")
    .map(({ body }) => body["input"] as string[]);
const spend = () => bench.db.prisma.aiSpend.findFirst({ where: { workspaceId: bench.workspaceId } });

/** Texts of the workspace that have no vector in a space. */
async function lacking(space: string): Promise<number> {
  const { rows } = await bench.db.pool.query<{ count: number }>(
    `select count(*)::int as "count" from "EpisodeIndex" i cross join lateral unnest(array[i."taskHash", i."peopleHash", i."descriptionHash"]) as h("hash")
     where h."hash" is not null and not exists (select 1 from "TextVector" v where v."space" = $1 and v."hash" = h."hash")`,
    [space],
  );
  return rows[0]?.count ?? -1;
}

test("a configured server gets every text once, in batches as large as asked for, besides the built-in model", async () => {
  expect((await index()).problems).toEqual([]);
  const batches = embedded();
  // A task and a description each, a page of episodes at a time; then the descriptions with what the model wrote.
  expect(batches.slice(0, 3).map((batch) => batch.length)).toEqual([4, 4, 2]);
  expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(BATCH);
  expect(batches.flat()).toHaveLength(3 * TASKS.length);
  expect(new Set(batches.flat()).size).toBe(3 * TASKS.length);
  expect([await lacking(LOCAL), await lacking(REMOTE)]).toEqual([0, 0]);
  expect(await bench.db.prisma.mapLayout.findFirst({ where: { kind: "text" } })).toMatchObject({
    figures: { basis: REMOTE },
  });
});

test("what its model writes is kept with its name, shown as the summary and found by its words", async () => {
  const { db } = bench;
  const rows = await db.prisma.episodeIndex.findMany({ include: { episode: true } });
  expect(rows).toHaveLength(TASKS.length);
  for (const { modelSummary, modelBy, factualSummary, episode } of rows) {
    expect(modelSummary).toContain(SUMMARY);
    expect(modelBy).toBe("openai:sees");
    expect(episode.summary).toBe(modelSummary);
    expect(factualSummary).not.toContain("astrolabe");
  }
  const { rowCount } = await db.pool.query(
    `select 1 from "EpisodeIndex" where "search" @@ to_tsquery('english', 'astrolabe')`,
  );
  expect(rowCount).toBe(TASKS.length);
});

test("every token is counted, and a second pass asks for nothing", async () => {
  const tokens = embedded()
    .flat()
    .reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
  const expected = { embedding: BigInt(tokens), chat: BigInt(CHAT_TOKENS * TASKS.length) };
  expect(await spend()).toMatchObject(expected);
  const { length } = server.requests;
  expect(await index()).toEqual({ counts: noCounts(), problems: [] });
  expect(server.requests).toHaveLength(length);
});

test("a budget that is used up lets nothing out and says so; the built-in model goes on, and so does the server once there is more", async () => {
  const { db, workspaceId } = bench;
  const [before, { length }] = [await spend(), server.requests];
  const spent = Number(before?.embedding) + Number(before?.chat);
  await db.prisma.aiSettings.create({ data: { workspaceId, tokensMax: BigInt(spent + 1) } });
  const { id } = await createEpisode(db, { workspaceId, task: "water the orchid" });
  const { counts } = await index();
  expect(counts).toMatchObject({ episodes: 1, summaries: 0 });
  expect(server.requests).toHaveLength(length);
  expect(await spend()).toEqual(before);
  expect([await lacking(LOCAL), await lacking(REMOTE)]).toEqual([0, 2]);
  const run = await db.prisma.indexRun.findUniqueOrThrow({ where: { workspaceId } });
  expect(run.state).toBe("failed");
  expect(run.problem).toMatch(/Texts: The budget for the model server is used up/);
  expect(run.problem).toMatch(/Summaries: The budget/);

  await db.prisma.aiSettings.update({ where: { workspaceId }, data: { tokensMax: null } });
  expect((await index()).problems).toEqual([]);
  expect(await lacking(REMOTE)).toBe(0);
  const row = await db.prisma.episodeIndex.findUniqueOrThrow({ where: { episodeId: id } });
  expect(row.modelBy).toBe("openai:sees");
  expect(await db.prisma.indexRun.findUnique({ where: { workspaceId } })).toMatchObject({
    state: "idle",
    problem: null,
  });
});
