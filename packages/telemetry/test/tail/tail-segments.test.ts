import { describe, expect, test } from "vitest";
import type { LogItem } from "@retake/telemetry/log";
import { sealSession } from "@retake/telemetry/log";
import { openObjectStore } from "@retake/telemetry/object-store";
import { openTelemetryReader } from "@retake/telemetry/reader";
import { faultyDisk } from "../log/faulty-disk.ts";
import { MemoryDisk } from "../log/memory-disk.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { append, follow, open, openWriter, pictureBytes, samples, TOPICS } from "./tail-log.ts";

describe("what is not sealed yet, as segments", () => {
  test("reads like the segment that is sealed of it later", async () => {
    await using temporary = await temporaryFolder();
    const folder = temporary.path;
    const log = await openWriter({ folder, rotateBytes: 3000 });
    await open(log, "s");
    const odd = [NaN, Infinity, 3, -1, NaN];
    for (let round = 0; round < 40; round++) await append(log, "s", samples(round * 9, 9));
    const strange: LogItem[] = odd.map((t, k) => ({
      kind: "sample",
      topic: 0,
      t,
      serverTime: 1,
      frame: -1,
      values: Float32Array.of(k, k),
    }));
    await append(log, "s", { topics: TOPICS, items: strange });
    const { tail, reader } = follow({ folder });
    await tail.refresh();
    const segments = await tail.segments("s", 1);
    expect(segments.length).toBeGreaterThan(3);
    const store = openObjectStore("memory:");
    const part = await sealSession({ source: log, store, session: "s", episodeId: "s", part: 0, fromSeq: 1 });
    const sealed = openTelemetryReader({ store });
    const withoutBlobs = (topics: Awaited<ReturnType<typeof reader.read>>) =>
      topics.map((topic) => ({ ...topic, blob: undefined }));
    const ref = [part!.segment!];
    expect(withoutBlobs(await reader.read(segments))).toEqual(withoutBlobs(await sealed.read(ref)));
    const query = { limit: 50, from: 2, to: 30 };
    expect((await reader.rows(segments, query)).nextTime).toEqual((await sealed.rows(ref, query)).nextTime);
    expect(await reader.topics(segments)).toEqual(await sealed.topics(ref));
    await log.close();
  });

  test("only the youngest is encoded again when there is more, and nothing when there is not", async () => {
    await using temporary = await temporaryFolder();
    const folder = temporary.path;
    const log = await openWriter({ folder });
    await open(log, "s");
    const topics = [{ name: "/wide", type: "float64" as const, shape: [4096] }];
    const wide = (count: number) => ({
      topics,
      items: Array.from({ length: count }, (_, i): LogItem => ({
        kind: "sample",
        topic: 0,
        t: i,
        serverTime: i,
        frame: i,
        values: new Float64Array(4096).fill(i),
      })),
    });
    for (let round = 0; round < 30; round++) await append(log, "s", wide(10));
    const { tail } = follow({ folder });
    await tail.refresh();
    const first = await tail.segments("s", 1);
    expect(first.length).toBeGreaterThan(3);
    expect(tail.stats().encodings).toBe(first.length);
    await append(log, "s", wide(1));
    await tail.refresh();
    const second = await tail.segments("s", 1);
    expect(tail.stats().encodings).toBe(first.length + 1);
    expect(second.slice(0, -1)).toEqual(first.slice(0, second.length - 1));
    expect(second.at(-1)!.key).not.toBe(first.at(-1)!.key);
    await tail.segments("s", 1);
    expect(tail.stats().encodings).toBe(first.length + 1);
    for (const { bytes } of second) expect(bytes).toBeLessThan(3 << 20);
    await log.close();
  });

  test("begins where the sealed parts end, be it within a stretch", async () => {
    await using temporary = await temporaryFolder();
    const folder = temporary.path;
    const log = await openWriter({ folder });
    await open(log, "s");
    await append(log, "s", samples(0, 90));
    const { tail, reader } = follow({ folder });
    await tail.refresh();
    const segments = await tail.segments("s", 41);
    expect(segments[0]).toMatchObject({ fromSeq: 41, toSeq: 91 });
    const [words] = await reader.read(segments, { topics: ["/words"] });
    expect(words!.frame[0]).toBe(41);
    expect(await tail.segments("s", 91)).toEqual([]);
    await log.close();
  });

  test("pictures lie in the log and are read through the store like others", async () => {
    await using temporary = await temporaryFolder();
    const folder = temporary.path;
    const log = await openWriter({ folder, rotateBytes: 1000 });
    await open(log, "s");
    for (let k = 0; k < 60; k += 6) await append(log, "s", samples(k, 6));
    const { tail, reader, store } = follow({ folder });
    await tail.refresh();
    const seen: number[] = [];
    for (const segment of await tail.segments("s", 1)) {
      const [camera] = await reader.read([segment], { topics: ["/camera"] });
      const key = segment.blobs["/camera"]!;
      for (const [row, k] of camera!.frame.entries()) {
        const start = camera!.blob!.offset[row]!;
        const bytes = await store.get(key, { start, end: start + camera!.blob!.length[row]! });
        expect(bytes).toEqual(pictureBytes(k));
        seen.push(k);
      }
      // Of another session nothing is given away.
      await expect(
        store.get("tail/other/pictures", { start: 4294967400, end: 4294967410 }),
      ).rejects.toMatchObject({
        code: "not_found",
      });
    }
    expect(seen).toEqual(Array.from({ length: 20 }, (_, i) => 3 * i + 1));
    await log.close();
  });

  test("is made anew when a batch was given up: its pictures lie elsewhere then", async () => {
    const disk = new MemoryDisk();
    let fails = false;
    const faulty = faultyDisk(disk, (call) => (fails && call === "datasync" ? "EIO" : null));
    const log = await openWriter({ folder: "/log", disk: faulty });
    await open(log, "s");
    await append(log, "s", samples(0, 9));
    const { tail, reader, store } = follow({ folder: "/log", disk });
    fails = true;
    await expect(append(log, "s", samples(9, 9))).rejects.toMatchObject({ code: "unavailable" });
    await tail.refresh();
    const pictures = async (): Promise<Uint8Array[]> => {
      const [segment] = await tail.segments("s", 1);
      const [camera] = await reader.read([segment!], { topics: ["/camera"] });
      const places = [...camera!.blob!.offset].map((start, row) => ({
        start,
        end: start + camera!.blob!.length[row]!,
      }));
      return await Promise.all(places.map((place) => store.get(segment!.blobs["/camera"]!, place)));
    };
    const expected = [1, 4, 7, 10, 13, 16].map(pictureBytes);
    expect(await pictures()).toEqual(expected);
    fails = false;
    await append(log, "s", samples(9, 9));
    await tail.refresh();
    const all: Uint8Array[] = [];
    for (const { blobs, ...segment } of await tail.segments("s", 1)) {
      const [camera] = await reader.read([segment], { topics: ["/camera"] });
      for (const [row, start] of camera!.blob!.offset.entries())
        all.push(await store.get(blobs["/camera"]!, { start, end: start + camera!.blob!.length[row]! }));
    }
    expect(all).toEqual(expected);
    await log.close();
  });

  test("is made again when memory was needed for others", async () => {
    await using temporary = await temporaryFolder();
    const folder = temporary.path;
    const log = await openWriter({ folder, rotateBytes: 2000 });
    await open(log, "s");
    for (let round = 0; round < 20; round++) await append(log, "s", samples(round * 9, 9));
    const { tail, reader } = follow({ folder, cacheBytesMax: 12_000 });
    await tail.refresh();
    const segments = await tail.segments("s", 1);
    const [state] = await reader.read(segments, { topics: ["/state"] });
    expect([...state!.frame]).toEqual(Array.from({ length: 60 }, (_, i) => 3 * i));
    expect(tail.stats().encodings).toBeGreaterThan(segments.length);
    await log.close();
  });
});
