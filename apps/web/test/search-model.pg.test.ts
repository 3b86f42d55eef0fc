import { createTRPCClient, httpBatchLink } from "@trpc/client";
import { hashText } from "@retake/ai/embedder";
import { createOpenAiEmbedder } from "@retake/ai/openai";
import { type OpenAiServer, startOpenAiServer, TEST_KEY } from "@retake/ai/test/openai-server";
import type { AppRouter } from "@retake/trpc/router";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEpisode } from "./fixtures/episodes.ts";
import { startTestFront, type TestFront } from "./fixtures/front.ts";
import { createWordEmbedder, indexEpisode } from "./fixtures/word-embedder.ts";

const TASKS = { cup: "stack the cups", peg: "insert the peg" };
const MODEL = "text-embedding-3-small";
const SPACE = `openai:${MODEL}:1536`;
const workspace = "lab";
const local = createWordEmbedder();

let house: TestFront;
let server: OpenAiServer;
let owner: ReturnType<typeof clientOf>;

function clientOf(cookie: string) {
  return createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${house.url}/api/trpc`, headers: { cookie } })],
  });
}

beforeAll(async () => {
  server = await startOpenAiServer();
  const openai = { apiKey: TEST_KEY, baseUrl: server.url, embeddingModel: MODEL, chatModel: null };
  house = await startTestFront({ parts: { embedder: local }, config: { openai } });
  for (const [sessionId, task] of Object.entries(TASKS)) await addEpisode(sessionId, task);
  await embedByServer(Object.values(TASKS));
  owner = clientOf(house.lab.people.owner.cookie);
});
afterAll(async () => {
  await house.close();
  await server.close();
});

async function addEpisode(sessionId: string, task: string): Promise<void> {
  const { db, store, lab } = house;
  const id = await createEpisode(db, store, { workspaceId: lab.id, sessionId, data: { task } });
  await indexEpisode(db, { id, workspaceId: lab.id }, { task });
  await wake();
}

/** As indexing does. */
async function embedByServer(texts: readonly string[]): Promise<void> {
  const embedder = createOpenAiEmbedder({ apiKey: TEST_KEY, baseUrl: server.url, model: MODEL });
  const vectors = await embedder.embed(texts);
  const rows = texts.map((text, n) => ({
    space: SPACE,
    hash: new Uint8Array(hashText(text)),
    vector: new Uint8Array(vectors[n]!.slice().buffer),
  }));
  await house.db.prisma.textVector.createMany({ data: rows });
  server.requests.length = 0;
  await wake();
}

const wake = () => house.db.pool.query("select pg_notify('index', $1)", [house.lab.id]);
const ask = (query: string) => owner.search.query.query({ workspace, query });
const asked = () => server.requests.flatMap(({ body }) => body["input"] as string[]);

test("a question becomes a vector by the configured server, is compared in its space, and its tokens are counted", async () => {
  const { episodes, embeddings } = await ask("cups");
  expect(embeddings).toEqual({ space: SPACE, provider: "openai", degraded: false, reason: null });
  expect(asked()).toContain("cups");
  expect(local.asked).not.toContain("cups");
  expect(episodes[0]?.row.sessionId).toBe("cup");
  expect(episodes[0]?.why).toContainEqual({ kind: "meaning", text: "task: stack the cups" });
  const spend = await house.db.prisma.aiSpend.findFirstOrThrow({ where: { workspaceId: house.lab.id } });
  expect(Number(spend.embedding)).toBeGreaterThan(0);
  await ask("cups");
  expect(
    asked().filter((text) => text === "cups"),
    "it is not asked twice",
  ).toHaveLength(1);
});

test("while the server has not seen all texts the built-in model compares, for all are to be found", async () => {
  await addEpisode("towel", "fold the towel");
  await expect.poll(async () => (await ask("towel")).embeddings.space).toBe(local.space);
  const { episodes, embeddings } = await ask("towel");
  expect(embeddings).toMatchObject({ provider: "local", degraded: false });
  expect(episodes[0]?.row.sessionId).toBe("towel");
  await embedByServer(["fold the towel"]);
  await expect.poll(async () => (await ask("towel")).embeddings.space).toBe(SPACE);
});

test("a question beyond the budget stays in the house, and says why", async () => {
  const { db, rival } = house;
  await db.prisma.aiSettings.create({ data: { workspaceId: rival.id, tokensMax: 1n } });
  const client = clientOf(rival.people.owner.cookie);
  const { embeddings } = await client.search.query.query({
    workspace: "rival",
    query: "an unheard question",
  });
  expect(embeddings).toMatchObject({ provider: "local", degraded: true });
  expect(embeddings.reason).toContain("budget");
  expect(local.asked).toContain("unheard question");
  expect(asked()).not.toContain("unheard question");
  expect(await db.prisma.aiSpend.count({ where: { workspaceId: rival.id } })).toBe(0);
});

test("a server that dies costs no answer: the built-in model compares, and says so", async () => {
  await server.close();
  const { episodes, embeddings } = await ask("insert a peg");
  expect(embeddings).toMatchObject({ space: local.space, provider: "local", degraded: true });
  expect(embeddings.reason).toContain("The model server did not answer");
  expect(episodes[0]?.row.sessionId).toBe("peg");
});
