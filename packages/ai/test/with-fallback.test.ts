import { AppError } from "@retake/core/errors";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createOpenAiEmbedder, withFallback } from "../src/openai.ts";
import type { Embedder } from "../src/types.ts";
import { type Misbehaviour, type OpenAiServer, startOpenAiServer, TEST_KEY } from "./openai-server.ts";

let server: OpenAiServer;
beforeEach(async () => void (server = await startOpenAiServer({ dims: 8 })));
afterEach(() => server.close());

const local: Embedder = {
  space: "local:test:2",
  dims: 2,
  embed: async (texts) => texts.map(() => Float32Array.of(1, 0)),
  close: async () => undefined,
};
/** Long enough for a machine under load, unless the test is about it. */
const primary = (queryTimeoutMs = 30_000): Embedder =>
  createOpenAiEmbedder({ apiKey: TEST_KEY, baseUrl: server.url, model: "tiny", dims: 8, queryTimeoutMs });

const down: Misbehaviour = { kind: "status", status: 500 };

it("a query is answered by the model server, in its space", async () => {
  const answer = await withFallback(primary(), local).embed(["cube"]);
  expect(answer).toMatchObject({ space: "openai:tiny:8", dims: 8, degraded: false, reason: null });
});

it.each([
  ["a timeout", { kind: "silence" }, "did not answer in time"],
  ["a fault", down, "fault of its own"],
  ["an empty account", { kind: "status", status: 429, code: "insufficient_quota" }, "no credit left"],
  ["nonsense", { kind: "body", body: "{}" }, "something unexpected"],
] as const)("%s of the server degrades to local vectors, with the reason", async (_, wrong, reason) => {
  server.misbehave(wrong);
  const answer = await withFallback(primary(wrong.kind === "silence" ? 50 : undefined), local).embed([
    "cube",
  ]);
  expect(answer).toMatchObject({ space: "local:test:2", dims: 2, degraded: true });
  expect(answer.reason).toContain(reason);
});

it("a server that is down is asked once, then left alone for longer each time, and taken back when it answers", async () => {
  let now = 0;
  const both = withFallback(primary(), local, { now: () => now });
  const ask = async (at: number): Promise<[boolean, number]> => {
    now = at;
    const { degraded } = await both.embed(["cube"]);
    return [degraded, server.requests.length];
  };
  server.misbehave(down, down);
  expect(await ask(0)).toEqual([true, 1]);
  expect(await ask(14_999)).toEqual([true, 1]);
  expect(await ask(15_000)).toEqual([true, 2]);
  expect(await ask(44_999)).toEqual([true, 2]);
  expect(await ask(45_000)).toEqual([false, 3]);
  expect(await ask(45_001)).toEqual([false, 4]);
});

it("while it is down, of many queries at once only one finds out whether it is back", async () => {
  let now = 0;
  const both = withFallback(primary(), local, { now: () => now });
  server.misbehave(down);
  await both.embed(["cube"]);
  now = 15_000;
  const answers = await Promise.all(Array.from({ length: 5 }, () => both.embed(["cube"])));
  expect(answers.map(({ degraded }) => degraded)).toEqual([false, true, true, true, true]);
  expect(server.requests).toHaveLength(2);
});

it("queries that fail together count as one failure, and it is left alone as long as it asks", async () => {
  let now = 0;
  const both = withFallback(primary(), local, { now: () => now });
  const busy: Misbehaviour = { kind: "status", status: 429, headers: { "retry-after": "60" } };
  server.misbehave(busy, busy, busy);
  await Promise.all(Array.from({ length: 3 }, () => both.embed(["cube"])));
  now = 59_999;
  expect((await both.embed(["cube"])).degraded).toBe(true);
  now = 60_000;
  expect((await both.embed(["cube"])).degraded).toBe(false);
});

it("a query that is cancelled is no outage", async () => {
  const both = withFallback(primary(), local);
  server.misbehave({ kind: "silence" });
  const stop = new AbortController();
  const asked = both.embed(["cube"], { signal: stop.signal });
  await server.firstRequest();
  stop.abort();
  await expect(asked).rejects.toMatchObject({ code: "cancelled" });
  expect((await both.embed(["cube"])).degraded).toBe(false);
});

it("when neither answers, that is said", async () => {
  const broken: Embedder = { ...local, embed: () => Promise.reject(new AppError("unavailable", "No.")) };
  server.misbehave(down);
  await expect(withFallback(primary(), broken).embed(["cube"])).rejects.toMatchObject({
    code: "unavailable",
  });
});
