import { truncate, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { openObjectStore, type ObjectStore } from "@retake/telemetry/object-store";
import { openTelemetryReader, type TelemetryReader } from "@retake/telemetry/reader";
import type { TopicColumns, WrittenSegment } from "@retake/telemetry/types";
import { writeSegment } from "@retake/telemetry/writer";
import { temporaryFolder } from "./temporary-folder.ts";
import { makeTopic } from "./topics.ts";

type House = { store: ObjectStore; reader: TelemetryReader; segment: WrittenSegment } & AsyncDisposable;

async function houseWith(topics: TopicColumns[]): Promise<House> {
  const folder = await temporaryFolder();
  const store = openObjectStore(`file:${folder.path}`);
  const segment = await writeSegment(store, { episodeId: "e1", part: 0, topics });
  const reader = openTelemetryReader({ store });
  return {
    store,
    reader,
    segment,
    [Symbol.asyncDispose]: async () => {
      reader.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function cost(reader: TelemetryReader, act: () => Promise<unknown>) {
  const before = reader.stats();
  await act();
  const after = reader.stats();
  return {
    opens: after.opens - before.opens,
    reads: after.reads - before.reads,
    bytes: after.bytesRead - before.bytesRead,
  };
}

const shortEpisode = (): TopicColumns[] => [
  makeTopic("/observation/state", "float32", { rows: 246, dims: 2 }),
  makeTopic("/action", "float32", { rows: 246, dims: 2 }),
  makeTopic("/observation/image", "image", { rows: 246 }),
];

describe("what a query costs", () => {
  test("a short episode: one open ever, then one pread per query, of one topic only its own bytes", async () => {
    await using house = await houseWith(shortEpisode());
    const { reader, segment } = house;
    const first = await cost(reader, () => reader.read([segment]));
    expect(first).toMatchObject({ opens: 1, reads: 2 });
    const whole = await cost(reader, () => reader.read([segment]));
    expect(whole).toMatchObject({ opens: 0, reads: 1 });
    expect(whole.bytes).toBeLessThan(segment.bytes);
    const window = await cost(reader, () => reader.read([segment], { from: 3, to: 5 }));
    expect(window).toMatchObject({ opens: 0, reads: 1 });
    const topic = await cost(reader, () => reader.read([segment], { topics: ["/action"] }));
    expect(topic).toMatchObject({ opens: 0, reads: 1 });
    expect(topic.bytes).toBeLessThan(246 * 20 + 400);
    const page = await cost(reader, () => reader.rows([segment], { limit: 1000 }));
    expect(page).toMatchObject({ opens: 0, reads: 1 });
  });

  test("two seconds of a long episode: time marks once, then little more than the rows themselves", async () => {
    await using house = await houseWith([
      makeTopic("/a", "float32", { rows: 200_000, dims: 6, hz: 500 }),
      makeTopic("/b", "float32", { rows: 200_000, dims: 6, hz: 500 }),
    ]);
    const { reader, segment } = house;
    await reader.read([segment], { from: 100, to: 102 });
    const again = await cost(reader, () => reader.read([segment], { from: 300, to: 302 }));
    const rows = 2 * 1001 * (8 + 4 + 24);
    expect(again.opens).toBe(0);
    expect(again.bytes).toBeGreaterThanOrEqual(rows);
    expect(again.bytes).toBeLessThan(rows + 2 * 2 * 1024 * 8 + 4096);
    expect(again.reads).toBeLessThanOrEqual(12);
    const one = await cost(reader, () => reader.read([segment], { from: 300, to: 302, topics: ["/b"] }));
    expect(one.bytes).toBeLessThan(again.bytes / 2 + 4096);
  });

  test("a page of a long episode reads the times it needs and the values of its own rows", async () => {
    await using house = await houseWith([makeTopic("/a", "float32", { rows: 100_000, dims: 30, hz: 500 })]);
    const { reader, segment } = house;
    await reader.rows([segment], { from: 10, limit: 100 });
    const page = await cost(reader, () => reader.rows([segment], { from: 150, limit: 100 }));
    expect(page.bytes).toBeGreaterThanOrEqual(100 * 132);
    expect(page.bytes).toBeLessThan(100 * 132 + 5 * 1024 * 8 + 4096);
  });

  test("texts are read from mark to mark, and a text that never changes is stored once", async () => {
    const text = (row: number): string =>
      `subtask ${row % 7} of the episode, in many words ${"so ".repeat(20)}`;
    await using house = await houseWith([
      makeTopic("/task", "string", { rows: 50_000 }, () => text(1)),
      makeTopic("/subtask", "string", { rows: 50_000 }, text),
    ]);
    const { reader, segment } = house;
    const all = await reader.read([segment]);
    const values = all[1]!.values as string[];
    expect(segment.bytes).toBeLessThan(2 * 50_000 * 12 + 50_000 * (4 + text(0).length) + 20_000);
    await reader.read([segment], { from: 1, to: 2 });
    let window: TopicColumns[] = [];
    const read = await cost(reader, async () => {
      window = await reader.read([segment], { topics: ["/subtask"], from: 2000, to: 2001 });
    });
    expect(window[0]!.values).toEqual(values.slice(20_000, 20_011));
    expect(read.bytes).toBeLessThan(2 * 1024 * (4 + text(0).length) + 20_000);
  });

  test("many readers of one segment at once open it once", async () => {
    await using house = await houseWith(shortEpisode());
    const { reader, segment } = house;
    await Promise.all(Array.from({ length: 20 }, () => reader.read([segment])));
    expect(reader.stats().opens).toBe(1);
  });

  test("a cache that holds nothing still answers, also many at once", async () => {
    await using house = await houseWith(shortEpisode());
    const small = openTelemetryReader({ store: house.store, cacheBytesMax: 1 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => small.read([house.segment])));
    expect(answers.every((topics) => topics[0]!.t.length === 246)).toBe(true);
    await small.read([house.segment]);
    expect(small.stats().opens).toBe(2);
    small.close();
  });
});

describe("damage is named", () => {
  test("a missing segment is not_found; a shortened, foreign or garbled one is corrupt_data", async () => {
    await using house = await houseWith(shortEpisode());
    const { store, segment } = house;
    const path = store.localPath(segment.key)!;
    const read = (ref: WrittenSegment): Promise<unknown> => openTelemetryReader({ store }).read([ref]);
    await expect(read({ ...segment, key: "seg/no/such.parquet" })).rejects.toMatchObject({
      code: "not_found",
    });
    await truncate(path, segment.bytes - 100);
    await expect(read(segment)).rejects.toMatchObject({ code: "corrupt_data" });
    for (const text of [
      "",
      "PAR1",
      "PAR1\u0000\u0000\u0000\u0000",
      "PAR1\u0007\u0000\u0000\u0000not jsn",
      "NOPE\u0004\u0000\u0000\u0000{}  ",
    ]) {
      await writeFile(path, text, "latin1");
      const ref = { ...segment, bytes: text.length };
      await expect(read(ref), JSON.stringify(text)).rejects.toMatchObject({ code: "corrupt_data" });
    }
  });

  test("a window of NaN and a limit that is none are refused", async () => {
    await using house = await houseWith(shortEpisode());
    const { reader, segment } = house;
    await expect(reader.read([segment], { from: NaN })).rejects.toMatchObject({ code: "bad_request" });
    for (const limit of [0, -1, 1.5, NaN]) {
      await expect(reader.rows([segment], { limit })).rejects.toMatchObject({ code: "bad_request" });
    }
  });
});
