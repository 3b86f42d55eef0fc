import { appendFile, link, mkdir, readdir, readlink, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
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

/** More than is read in one go. */
const longerEpisode = (): TopicColumns[] => [
  ...shortEpisode(),
  makeTopic("/observation/joints", "float32", { rows: 1000, dims: 20 }),
];

/** How many files of this process lie in a folder and are open. */
async function openFilesIn(folder: string): Promise<number> {
  const numbers = await readdir("/proc/self/fd");
  const names = await Promise.all(numbers.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => "")));
  return names.filter((name) => name.startsWith(folder)).length;
}

describe("what a query costs", () => {
  test("a short episode: read once, kept whole, and no file left open", async () => {
    await using house = await houseWith(shortEpisode());
    const { reader, segment, store } = house;
    const once = { opens: 1, reads: 1, bytes: segment.bytes };
    expect(await cost(reader, () => reader.rows([segment], { limit: 1000 }))).toEqual(once);
    expect(await openFilesIn(path.dirname(store.localPath(segment.key)!))).toBe(0);
    const nothing = { opens: 0, reads: 0, bytes: 0 };
    expect(await cost(reader, () => reader.read([segment]))).toEqual(nothing);
    expect(await cost(reader, () => reader.read([segment], { from: 3, to: 5 }))).toEqual(nothing);
    expect(await cost(reader, () => reader.read([segment], { topics: ["/action"] }))).toEqual(nothing);
    expect(await cost(reader, () => reader.rows([segment], { limit: 10 }))).toEqual(nothing);
    expect(await openFilesIn(path.dirname(store.localPath(segment.key)!))).toBe(0);
  });

  test("what is asked of a short episode's head alone is not read again for its rows", async () => {
    await using house = await houseWith(shortEpisode());
    const { reader, segment } = house;
    await reader.topics([segment]);
    expect(await cost(reader, () => reader.read([segment]))).toEqual({ opens: 0, reads: 0, bytes: 0 });
  });

  test("a longer episode: one open ever, then one pread per query, of one topic only its own bytes", async () => {
    await using house = await houseWith(longerEpisode());
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
    // Its clock stands before the topic it has it in common with: what lies between is read over.
    expect(topic.bytes).toBeLessThan(246 * 20 + 4096);
    const page = await cost(reader, () => reader.rows([segment], { limit: 2000 }));
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
    const rows = 1001 * (8 + 4 + 2 * 24);
    expect(again.opens).toBe(0);
    expect(again.bytes).toBeGreaterThanOrEqual(rows);
    expect(again.bytes).toBeLessThan(rows + 2 * 2 * 1024 * 8 + 4096);
    expect(again.reads).toBeLessThanOrEqual(12);
    const one = await cost(reader, () => reader.read([segment], { from: 300, to: 302, topics: ["/b"] }));
    expect(one.bytes).toBeLessThan(1001 * (8 + 4 + 24) + 2 * 1024 * 8 + 4096);
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
    await using house = await houseWith(longerEpisode());
    const { reader, segment } = house;
    await Promise.all(Array.from({ length: 20 }, () => reader.read([segment])));
    expect(reader.stats().opens).toBe(1);
  });

  test("a cache that holds nothing still answers, also many at once", async () => {
    await using house = await houseWith(longerEpisode());
    const small = openTelemetryReader({ store: house.store, cacheBytesMax: 1 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => small.read([house.segment])));
    expect(answers.every((topics) => topics[0]!.t.length === 246)).toBe(true);
    await small.read([house.segment]);
    expect(small.stats().opens).toBe(2);
    small.close();
  });

  test("of many longer episodes at most 256 files stay open", async () => {
    await using house = await houseWith(longerEpisode());
    const { reader, segment, store } = house;
    const file = store.localPath(segment.key)!;
    const folder = path.join(path.dirname(file), "many");
    await mkdir(folder);
    for (let i = 0; i < 300; i++) {
      const key = `${path.posix.dirname(segment.key)}/many/${i}`;
      await link(file, store.localPath(key)!);
      await reader.topics([{ ...segment, key }]);
    }
    expect(await openFilesIn(folder)).toBe(256);
  });
});

test("episodes whose heads are nearly the same are not taken for one another", async () => {
  await using house = await houseWith(shortEpisode());
  const { reader, store } = house;
  const names = ["/left/arm", "/left/leg", "/right/hand", "/left/arm"];
  const segments: WrittenSegment[] = [];
  for (const [part, name] of names.entries()) {
    const last = makeTopic("/last", "float32", { rows: 50 });
    const topics = [makeTopic(name, "float32", { rows: 50, start: part }), last];
    segments.push(await writeSegment(store, { episodeId: "e2", part, topics }));
  }
  for (const [part, segment] of [...segments.entries(), ...segments.entries()]) {
    const [topic] = await reader.read([segment], { from: part, to: part });
    expect(topic).toMatchObject({ name: names[part], t: Float64Array.of(part) });
  }
});

test.each([
  ["short", shortEpisode],
  ["longer", longerEpisode],
])("what is read of a %s episode is the caller's own, however often it was asked for", async (_, episode) => {
  const topics = episode();
  const columns = ({ t, frame, values }: TopicColumns) => [t, frame, values] as const;
  await using house = await houseWith(topics);
  const { reader, segment } = house;
  for (let time = 0; time < 3; time++) {
    const page = await reader.rows([segment], { limit: 10_000 });
    expect(page.topics.map(columns)).toEqual(topics.map(columns));
    const read = await reader.read([segment]);
    expect(read.map(columns)).toEqual(topics.map(columns));
    for (const [t, frame, values] of read.map(columns)) {
      t.fill(-1);
      frame.fill(-1);
      (values as Float32Array).fill(-1);
    }
    const { buffer } = read[0]!.t;
    structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });
    expect(page.topics.map(columns)).toEqual(topics.map(columns));
  }
});

test("small segments are kept as long as there is room, the oldest out first; what was read of them stays good", async () => {
  await using house = await houseWith(shortEpisode());
  const { store } = house;
  const segments: WrittenSegment[] = [];
  for (let part = 0; part < 80; part++) {
    const topics = [makeTopic("/a", "float32", { rows: 500, dims: 12, start: part })];
    segments.push(await writeSegment(store, { episodeId: "e2", part, topics }));
  }
  const reader = openTelemetryReader({ store, smallBytesMax: 1 << 20 });
  const firstOf = async (segment: WrittenSegment) =>
    (await reader.rows([segment], { limit: 1000 })).topics[0]!;
  let prepared = 0;
  while (await reader.prepare([segments[prepared]!])) prepared++;
  expect(prepared).toBe(Math.floor((1 << 20) / segments[0]!.bytes));
  expect(reader.stats().opens).toBe(prepared);
  const held = await firstOf(segments[0]!);
  expect(reader.stats().opens).toBe(prepared);
  for (const segment of segments) await firstOf(segment);
  expect(reader.stats().opens).toBe(segments.length);
  expect(held.t[0]).toBe(0);
  expect((await firstOf(segments[0]!)).t).toEqual(held.t);
  expect(reader.stats().opens).toBe(segments.length + 1);
  reader.close();
});

test("what is asked for while it is read ahead is kept once", async () => {
  await using house = await houseWith(shortEpisode());
  const { store, segment } = house;
  const reader = openTelemetryReader({ store });
  const prepared = reader.prepare([segment]);
  const asked = (await reader.rows([segment], { limit: 10_000 })).topics[0]!;
  expect(await prepared).toBe(true);
  expect((await reader.rows([segment], { limit: 10_000 })).topics[0]!.t.byteOffset).toBe(asked.t.byteOffset);
  reader.close();
});

test("of an episode that is not small nothing is read before it is asked for", async () => {
  await using house = await houseWith(longerEpisode());
  const { reader, segment } = house;
  expect(await reader.prepare([segment])).toBe(true);
  expect(reader.stats()).toEqual({ opens: 0, reads: 0, bytesRead: 0 });
});

describe("damage is named", () => {
  test.each([
    ["short", shortEpisode],
    ["longer", longerEpisode],
  ])("a %s episode's file that is not as long as it was written is corrupt_data", async (_, episode) => {
    await using house = await houseWith(episode());
    const { store, segment } = house;
    const file = store.localPath(segment.key)!;
    const read = (): Promise<unknown> => openTelemetryReader({ store }).read([segment]);
    const damage = { code: "corrupt_data", message: expect.stringContaining("size") };
    await appendFile(file, " ");
    await expect(read()).rejects.toMatchObject(damage);
    await truncate(file, segment.bytes - 1);
    await expect(read()).rejects.toMatchObject(damage);
    await truncate(file, 0);
    await expect(read()).rejects.toMatchObject(damage);
    expect(await openFilesIn(path.dirname(file))).toBe(0);
  });

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
