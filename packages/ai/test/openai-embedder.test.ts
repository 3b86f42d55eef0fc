import { AppError } from "@retake/core/errors";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  createBudget,
  createOpenAiEmbedder,
  measureDims,
  type OpenAiEmbedderOptions,
} from "../src/openai.ts";
import type { Embedder } from "../src/types.ts";
import { type OpenAiServer, startOpenAiServer, TEST_KEY } from "./openai-server.ts";

let server: OpenAiServer;
let slept: number[];
beforeEach(async () => {
  server = await startOpenAiServer({ dims: 8 });
  slept = [];
});
afterEach(() => server.close());

function embedder(options: Partial<OpenAiEmbedderOptions> = {}): Embedder {
  return createOpenAiEmbedder({
    apiKey: TEST_KEY,
    baseUrl: server.url,
    model: "tiny",
    dims: 8,
    sleep: async (ms) => void slept.push(ms),
    random: () => 0,
    // Long enough for a machine under load, unless the test is about it.
    queryTimeoutMs: 30_000,
    ...options,
  });
}

async function fault(asked: Promise<unknown>): Promise<{ code: string; fault?: string; text: string }> {
  const error: unknown = await asked.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`expected an AppError, got ${String(error)}`);
  return {
    code: error.code,
    text: `${error.message} ${error.detail} ${error.stack}`,
    ...("fault" in error && { fault: String(error.fault) }),
  };
}

const sizes = (): number[] => server.requests.map(({ body }) => (body["input"] as string[]).length);

it("vectors come as floats in the order of their texts, of length 1, in a space named for model and size", async () => {
  const one = embedder();
  const [cube, arm, again] = await one.embed(["red cube", "arm", "red cube"]);
  expect(one.space).toBe("openai:tiny:8");
  expect(again).toEqual(cube);
  expect(arm).not.toEqual(cube);
  expect(Math.hypot(...(cube ?? []))).toBeCloseTo(1, 5);
  expect(server.requests[0]?.body).toMatchObject({ encoding_format: "float", model: "tiny" });
  expect(server.requests[0]?.body).not.toHaveProperty("dimensions");
});

it("no request holds more texts than the batch size, nor more characters than it may", async () => {
  const texts = Array.from({ length: 7 }, (_, i) => `text ${i}`);
  expect(await embedder({ batchSize: 3 }).embed(texts)).toHaveLength(7);
  expect(sizes()).toEqual([3, 3, 1]);
  server.requests.length = 0;
  await embedder({ batchChars: 13 }).embed(texts);
  expect(sizes()).toEqual([2, 2, 2, 1]);
});

it("the default is 50 texts a request", async () => {
  await embedder().embed(Array.from({ length: 101 }, (_, i) => `${i}`));
  expect(sizes()).toEqual([50, 50, 1]);
});

it("indexing waits as long as a 429 asks and tries again; 503 without a wish waits twice as long each time", async () => {
  const busy = (headers?: Record<string, string>) =>
    ({ kind: "status", status: headers === undefined ? 503 : 429, ...(headers && { headers }) }) as const;
  server.misbehave(busy({ "retry-after": "7" }), busy(), busy(), busy({ "retry-after": "4000" }));
  expect(await embedder().embed(["cube"])).toHaveLength(1);
  expect(slept).toEqual([7_000, 2_000, 4_000, 60_000]);
  expect(server.requests).toHaveLength(5);
});

it("chance spreads the waits, and after the last attempt the fault is said", async () => {
  server.misbehave(...Array.from({ length: 3 }, () => ({ kind: "status", status: 500 }) as const));
  const asked = embedder({ attemptsMax: 3, random: () => 1 }).embed(["cube"]);
  expect(await fault(asked)).toMatchObject({ code: "unavailable", fault: "failing" });
  expect(slept).toEqual([1_250, 2_500]);
});

it("a query has one try, however the server fails", async () => {
  server.misbehave({ kind: "status", status: 429, headers: { "retry-after": "1" } });
  const asked = embedder().embed(["cube"], { purpose: "query" });
  expect(await fault(asked)).toMatchObject({ code: "unavailable", fault: "busy" });
  expect(server.requests).toHaveLength(1);
  expect(slept).toEqual([]);
});

it.each([
  ["silence", { kind: "silence" }],
  ["a body that stops half way", { kind: "stall" }],
] as const)("%s ends at the timeout", async (_, wrong) => {
  server.misbehave(wrong);
  const asked = embedder({ queryTimeoutMs: 50 }).embed(["cube"], { purpose: "query" });
  expect(await fault(asked)).toMatchObject({ code: "unavailable", fault: "timeout" });
});

it("a line that breaks is tried again", async () => {
  server.misbehave({ kind: "hang_up" });
  expect(await embedder().embed(["cube"])).toHaveLength(1);
  expect(slept).toEqual([1_000]);
});

it.each([
  ["an empty account", { status: 429, code: "insufficient_quota" }, "quota"],
  ["a wrong key", { status: 401, code: "invalid_api_key" }, "key"],
  ["a bad request", { status: 400, code: "bad" }, "refused"],
  ["a redirect", { status: 302, headers: { location: "http://127.0.0.1:9/v1" } }, "unreachable"],
] as const)("%s is not asked again for", async (_, wrong, expected) => {
  server.misbehave({ kind: "status", ...wrong });
  const asked = embedder({ attemptsMax: expected === "unreachable" ? 1 : 5 }).embed(["cube"]);
  const { code, fault: told, text } = await fault(asked);
  expect({ code, told }).toEqual({ code: "unavailable", told: expected });
  expect(text).not.toContain(TEST_KEY);
  expect(server.requests).toHaveLength(1);
});

const vector = (values: readonly unknown[], index: number) => ({
  object: "embedding",
  index,
  embedding: values,
});
const ones = Array.from({ length: 8 }, () => 1);
const list = (...data: unknown[]): string => JSON.stringify({ object: "list", data, model: "tiny" });

it.each([
  ["not JSON", "<html>busy</html>"],
  ["null", "null"],
  ["no data", "{}"],
  ["too few vectors", list(vector(ones, 0))],
  ["two vectors of one text", list(vector(ones, 0), vector(ones, 0))],
  ["a vector of no text", list(vector(ones, 0), vector(ones, 5))],
  ["other dimensions", list(vector(ones, 0), vector([1, 2], 1))],
  ["NaN as null", list(vector(ones, 0), vector([null, 1, 1, 1, 1, 1, 1, 1], 1))],
  ["text for numbers", list(vector(ones, 0), vector(["1", 1, 1, 1, 1, 1, 1, 1], 1))],
  ["base64 that was not asked for", list(vector(ones, 0), { index: 1, embedding: "AAAA" })],
  [
    "no direction",
    list(
      vector(ones, 0),
      vector(
        ones.map(() => 0),
        1,
      ),
    ),
  ],
])("%s is malformed: an error, and not asked again for", async (_, body) => {
  server.misbehave({ kind: "body", body });
  const asked = embedder().embed(["cube", "arm"]);
  expect(await fault(asked)).toMatchObject({ code: "unavailable", fault: "malformed" });
  expect(server.requests).toHaveLength(1);
});

it("a web page instead of JSON is malformed", async () => {
  server.misbehave({ kind: "body", body: "<html>sign in</html>", type: "text/html" });
  expect(await fault(embedder().embed(["cube"]))).toMatchObject({ fault: "malformed" });
});

it("an abort ends the wait as cancelled", async () => {
  server.misbehave({ kind: "silence" });
  const stop = new AbortController();
  const asked = embedder().embed(["cube"], { signal: stop.signal });
  await server.firstRequest();
  stop.abort();
  expect((await fault(asked)).code).toBe("cancelled");
});

it("a budget that is used up lets no request leave", async () => {
  const spent: number[] = [];
  const budget = createBudget({ spent: 95, max: 110, onSpend: (tokens) => void spent.push(tokens) });
  const one = embedder({ budget, batchSize: 1 });
  await one.embed(["cube"]);
  expect(spent).toEqual([1]);
  const asked = one.embed(["a text that is too long for what is left of it"]);
  expect((await fault(asked)).code).toBe("rate_limited");
  expect(server.requests).toHaveLength(1);
  expect(budget.spent).toBe(96);
});

it("requests at the same time do not overspend together, and what failed is given back", async () => {
  const budget = createBudget({ spent: 0, max: 10, onSpend: () => undefined });
  const one = embedder({ budget });
  const both = await Promise.allSettled([one.embed(["cube"]), one.embed(["arms"])]);
  expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  server.misbehave({ kind: "status", status: 400 });
  await fault(one.embed(["arms"]));
  expect(budget.spent).toBe(1);
  expect(await one.embed(["arms"])).toHaveLength(1);
});

it("a request that may have been charged counts, although it failed", async () => {
  const budget = createBudget({ spent: 0, max: 100, onSpend: () => undefined });
  server.misbehave({ kind: "silence" });
  await fault(embedder({ budget, queryTimeoutMs: 50 }).embed(["cube"], { purpose: "query" }));
  expect(budget.spent).toBe(6);
});

it("other sizes of OpenAI's own models are asked for; of unknown models the size must be known and can be measured", async () => {
  await embedder({ model: "text-embedding-3-small", dims: 8 }).embed(["cube"]);
  expect(server.requests[0]?.body["dimensions"]).toBe(8);
  expect(embedder({ model: "text-embedding-3-large", dims: null }).dims).toBe(3_072);
  expect(() => embedder({ dims: null })).toThrow(/how long/);
  expect(await measureDims({ apiKey: TEST_KEY, baseUrl: server.url, model: "tiny" })).toBe(8);
});
