import { describe, expect, test } from "vitest";
import { openObjectStore } from "@retake/telemetry/object-store";
import type { TopicColumns } from "@retake/telemetry/types";
import { createFrameBlobWriter, writeSegment } from "@retake/telemetry/writer";
import { temporaryFolder } from "./temporary-folder.ts";
import { makeTopic } from "./topics.ts";

async function keys(store: ReturnType<typeof openObjectStore>): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of store.list("")) found.push(key);
  return found;
}

describe("writing a segment", () => {
  test("sealing the same samples twice gives one object, and other samples another", async () => {
    await using folder = await temporaryFolder();
    const store = openObjectStore(`file:${folder.path}`);
    const seal = (rows: number) =>
      writeSegment(store, { episodeId: "abcdef", part: 2, topics: [makeTopic("/a", "float32", { rows })] });
    const first = await seal(10);
    expect(await seal(10)).toEqual(first);
    expect(first.key).toMatch(/^seg\/ab\/abcdef\/0002-[0-9a-f]{12}\.parquet$/);
    expect(first).toMatchObject({
      rows: 10,
      firstTime: 0,
      lastTime: 0.9,
      bytes: (await store.head(first.key))!.bytes,
    });
    const other = await seal(11);
    expect(await keys(store)).toEqual([first.key, other.key].sort());
  });

  test("samples that cannot be stored faithfully are refused with every fault, and leave nothing", async () => {
    await using folder = await temporaryFolder();
    const store = openObjectStore(`file:${folder.path}`);
    const good = (): TopicColumns => makeTopic("/a", "float32", { rows: 3, dims: 2 });
    const faults: [string, (topic: TopicColumns) => void][] = [
      ["frame numbers", (topic) => (topic.frame = new Int32Array(2))],
      ["values", (topic) => (topic.values = new Float32Array(5))],
      ["array of float32", (topic) => (topic.values = new Float64Array(6))],
      ["time of row 1", (topic) => (topic.t[1] = NaN)],
      ["time of row 2", (topic) => (topic.t[2] = Infinity)],
      ["time of row 1", (topic) => (topic.t[0] = 5)],
      ["dimensions", (topic) => (topic.shape = [3])],
      ["whole numbers", (topic) => (topic.shape = [-1, -2])],
      ["only pictures", (topic) => (topic.blob = { offset: new Float64Array(3), length: new Int32Array(3) })],
      ["the name", (topic) => (topic.name = "")],
    ];
    for (const [words, spoil] of faults) {
      const topic = good();
      spoil(topic);
      await expect(
        writeSegment(store, { episodeId: "e", part: 0, topics: [topic] }),
        words,
      ).rejects.toMatchObject({
        code: "bad_request",
        message: expect.stringContaining(words),
      });
    }
    await expect(
      writeSegment(store, { episodeId: "e", part: 0, topics: [good(), good()] }),
    ).rejects.toMatchObject({
      issues: [{ path: "/a", message: expect.stringContaining("twice") }],
    });
    expect(await keys(store)).toEqual([]);
  });

  test("an episode's id cannot lead out of its folder", async () => {
    const store = openObjectStore("memory:");
    const { key } = await writeSegment(store, { episodeId: "../../etc", part: 0, topics: [] });
    expect(key).toMatch(/^seg\/_e\/_etc\/|^seg\/[^/.]+\/[^/]+\/0000-/);
  });
});

describe("a blob of pictures", () => {
  test("gives every picture back by its place, under a key that holds the content's hash", async () => {
    await using folder = await temporaryFolder();
    const store = openObjectStore(`file:${folder.path}`);
    const pictures = Array.from({ length: 40 }, (_, i) => Buffer.alloc(i * 2500, i));
    const writeAll = async () => {
      const writer = await createFrameBlobWriter(store, {
        episodeId: "abc",
        camera: "/observation/images/front",
      });
      const places = [];
      for (const picture of pictures) {
        const own = Buffer.from(picture);
        places.push(await writer.append(own));
        own.fill(255);
      }
      return { ...(await writer.finish()), places };
    };
    const { key, bytes, places } = await writeAll();
    expect(key).toMatch(/^frames\/ab\/abc\/observation_images_front-[0-9a-f]{12}\.blob$/);
    expect(bytes).toBe(pictures.reduce((sum, picture) => sum + picture.byteLength, 0));
    for (const [i, { offset, length }] of places.entries()) {
      if (length === 0) continue;
      const picture = await store.get(key, { start: offset, end: offset + length });
      expect(pictures[i]!.equals(picture)).toBe(true);
    }
    expect((await writeAll()).key).toBe(key);
    expect(await keys(store)).toEqual([key]);
  });

  test("an aborted one leaves nothing", async () => {
    await using folder = await temporaryFolder();
    const store = openObjectStore(`file:${folder.path}`);
    const writer = await createFrameBlobWriter(store, { episodeId: "abc", camera: "front" });
    await writer.append(new Uint8Array(2_000_000));
    await writer.abort();
    expect(await keys(store)).toEqual([]);
  });
});
