import { afterEach, expect, it } from "vitest";
import { cosineOfUnits, createLocalEmbedder } from "../src/embedder.ts";
import { type EmbedThread, startEmbedThread, ThreadLost } from "../src/embedder/embed-thread.ts";
import type { Embedder } from "../src/types.ts";

const open: Embedder[] = [];
const embedder = (...options: Parameters<typeof createLocalEmbedder>): Embedder => {
  const one = createLocalEmbedder(...options);
  open.push(one);
  return one;
};
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** A thread that runs `onMessage` for each request instead of the model. */
const thread = (onMessage: string): EmbedThread =>
  startEmbedThread(
    new URL(
      `data:text/javascript,${encodeURIComponent(
        `import { parentPort } from "node:worker_threads";
         const answer = (id, text) => parentPort.postMessage({ id, values: new Float32Array(512).fill(text.length) });
         parentPort.on("message", ({ id, text }) => { ${onMessage} });`,
      )}`,
    ),
  );
const works = (): EmbedThread => thread("answer(id, text)");
const dies = (): EmbedThread => thread("process.exit(3)");
const hangs = (): EmbedThread => thread("");

/** Starts these in turn, and counts. */
function starts(...threads: (() => EmbedThread)[]): { start: () => EmbedThread; count: () => number } {
  let count = 0;
  return { start: () => (threads[count++] ?? works)(), count: () => count };
}

it("the model puts texts of one meaning nearer than others, by vectors of length 1 that are the same each time", async () => {
  const texts = ["the robot picks up the cube", "the arm grasps a block", "quarterly tax report of the city"];
  const [pick, grasp, taxes] = await embedder().embed(texts);
  const [again] = await embedder().embed(texts.slice(0, 1));
  if (!pick || !grasp || !taxes) throw new Error("three vectors were asked for");
  expect(pick).toHaveLength(512);
  expect(Math.hypot(...pick)).toBeCloseTo(1, 5);
  expect(cosineOfUnits(pick, grasp)).toBeGreaterThan(cosineOfUnits(pick, taxes) + 0.15);
  expect(again).toEqual(pick);
});

it("no text breaks it: empty, unseen, of other scripts, cut emoji, very long", async () => {
  const texts = [
    "",
    "   ",
    "\u0000\u202e",
    "机器人抓取红色方块",
    "🙂🙂\ud83d",
    "constructor __proto__",
    "x".repeat(20_000),
  ];
  const vectors = await embedder().embed(texts);
  for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
});

it("its space says who computed the vectors", () => {
  expect(embedder()).toMatchObject({ space: "local:use-lite:512", dims: 512 });
});

it("no thread is started before the first text", async () => {
  const { start, count } = starts();
  const one = embedder({ start });
  expect(count()).toBe(0);
  await one.embed(["cube", "arm"]);
  expect(count()).toBe(1);
});

it("a thread that dies is replaced and the text tried once more", async () => {
  const { start, count } = starts(dies, works);
  expect(await embedder({ start }).embed(["cube"])).toHaveLength(1);
  expect(count()).toBe(2);
});

it("a thread that hangs is lost at the timeout, and ends", async () => {
  const one = hangs();
  await expect(one.run("cube", 50)).rejects.toBeInstanceOf(ThreadLost);
  expect(one.alive).toBe(false);
});

it("a thread whose program cannot be loaded is lost", async () => {
  const one = startEmbedThread(new URL("data:text/javascript,throw new Error('no weights')"));
  await expect(one.run("cube", 20_000)).rejects.toThrow("no weights");
});

it("after two lost threads it is unavailable for a while, then tries again", async () => {
  let now = 0;
  const { start, count } = starts(dies, dies, works);
  const one = embedder({ start, now: () => now });
  await expect(one.embed(["cube"])).rejects.toMatchObject({ code: "unavailable" });
  now = 29_999;
  await expect(one.embed(["cube"])).rejects.toMatchObject({ code: "unavailable" });
  expect(count()).toBe(2);
  now = 30_000;
  expect(await one.embed(["cube"])).toHaveLength(1);
});

it("a text that the model cannot read fails alone", async () => {
  const picky = (): EmbedThread =>
    thread('if (text === "bad") parentPort.postMessage({ id, problem: "no" }); else answer(id, text)');
  const { start, count } = starts(picky);
  const one = embedder({ start });
  await expect(one.embed(["bad"])).rejects.toMatchObject({ code: "unavailable" });
  expect(await one.embed(["good"])).toHaveLength(1);
  expect(count()).toBe(1);
});

it("queries go before texts of indexing that wait", async () => {
  const order: string[] = [];
  const one = embedder({ start: works });
  const embed = async (text: string, purpose: "query" | "index"): Promise<void> => {
    await one.embed([text], { purpose });
    order.push(text);
  };
  await Promise.all([embed("first", "index"), embed("second", "index"), embed("asked", "query")]);
  expect(order).toEqual(["first", "asked", "second"]);
});

it("texts of a call that was cancelled are not computed", async () => {
  const stop = new AbortController();
  stop.abort();
  const { start, count } = starts();
  await expect(embedder({ start }).embed(["cube"], { signal: stop.signal })).rejects.toMatchObject({
    code: "cancelled",
  });
  expect(count()).toBe(0);
});

it("more texts than may wait are refused", async () => {
  const many = Array.from({ length: 2_001 }, () => "cube");
  await expect(embedder({ start: works }).embed(many)).rejects.toMatchObject({ code: "unavailable" });
});

it("closing ends the thread, and with it what still waits", async () => {
  const one = embedder({ start: hangs });
  const asked = Promise.allSettled([one.embed(["cube"]), one.embed(["arm"])]);
  await one.close();
  for (const settled of await asked)
    expect(settled).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
  await expect(one.embed(["cube"])).rejects.toMatchObject({ code: "unavailable" });
});
