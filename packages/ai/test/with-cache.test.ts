import { expect, it } from "vitest";
import { createMemoryVectorStore, hashText, withCache } from "../src/embedder.ts";
import type { Embedder } from "../src/types.ts";

function counting(space = "test:2"): { embedder: Embedder; asked: string[][] } {
  const asked: string[][] = [];
  const embed: Embedder["embed"] = async (texts) => {
    asked.push([...texts]);
    return texts.map((text) => Float32Array.of(text.length, 1));
  };
  return { embedder: { space, dims: 2, embed, close: async () => undefined }, asked };
}

it("each text is computed once, in a call and over calls, and answers keep their order", async () => {
  const { embedder, asked } = counting();
  const cached = withCache(embedder, createMemoryVectorStore());
  const first = await cached.embed(["bb", "a", "bb", "ccc"]);
  expect(first.map(([length]) => length)).toEqual([2, 1, 2, 3]);
  const second = await cached.embed(["ccc", "dddd", "a"]);
  expect(second.map(([length]) => length)).toEqual([3, 4, 1]);
  expect(asked).toEqual([["bb", "a", "ccc"], ["dddd"]]);
});

it("nothing is asked for when all is there", async () => {
  const { embedder, asked } = counting();
  const cached = withCache(embedder, createMemoryVectorStore());
  await cached.embed(["a"]);
  await cached.embed(["a"]);
  await cached.embed([]);
  expect(asked).toEqual([["a"]]);
});

it("vectors of one space are never answered in another", async () => {
  const store = createMemoryVectorStore();
  const [one, other] = [counting("one:2"), counting("other:2")];
  await withCache(one.embedder, store).embed(["a"]);
  await withCache(other.embedder, store).embed(["a"]);
  expect(other.asked).toEqual([["a"]]);
});

it("what could not be computed is not kept", async () => {
  const { embedder, asked } = counting();
  const store = createMemoryVectorStore();
  const broken: Embedder = { ...embedder, embed: () => Promise.reject(new Error("no")) };
  await expect(withCache(broken, store).embed(["a"])).rejects.toThrow("no");
  await withCache(embedder, store).embed(["a"]);
  expect(asked).toEqual([["a"]]);
});

it("the memory store keeps the rows asked for last", async () => {
  const store = createMemoryVectorStore(2);
  const row = (text: string) => ({ hash: hashText(text), vector: Float32Array.of(text.length) });
  await store.put("s", [row("a"), row("bb")]);
  await store.get("s", [hashText("a")]);
  await store.put("s", [row("ccc")]);
  const found = await store.get("s", ["a", "bb", "ccc"].map(hashText));
  expect(found.map((vector) => vector?.[0] ?? null)).toEqual([1, null, 3]);
});
