import { describe, expect, test } from "vitest";
import {
  sealSession,
  SessionLog,
  type ItemBatch,
  type LogSample,
  type SealedPart,
  type SealOptions,
} from "@retake/telemetry/log";
import { openObjectStore } from "@retake/telemetry/object-store";
import { openTelemetryReader } from "@retake/telemetry/reader";
import { MemoryDisk } from "./memory-disk.ts";
import { isMark, isRefused, itemOf, lease, readSeqs, Robot, settled, SMALL } from "./robots.ts";

const COUNT = 40;
const ALL = Array.from({ length: COUNT }, (_, i) => i + 1);

async function recorded(count: number): Promise<{ log: SessionLog; robot: Robot; disk: MemoryDisk }> {
  const disk = new MemoryDisk();
  const { log } = await SessionLog.open({ ...SMALL, disk, lease: lease(1) });
  const robot = new Robot("r");
  for (let sent = 0; sent < count; sent += 4) {
    robot.send(log, 4);
    new Robot(`other${sent}`).send(log, 1);
    if (sent === 8) robot.mark(log);
    await settled(log);
  }
  return { log, robot, disk };
}

/** Seals from `fromSeq` to the end, part after part. */
async function sealAll(options: Omit<SealOptions, "part" | "fromSeq">): Promise<SealedPart[]> {
  const parts: SealedPart[] = [];
  for (;;) {
    const fromSeq = parts.at(-1)?.nextSeq ?? 1;
    const sealed = await sealSession({ ...options, part: parts.length, fromSeq });
    if (sealed === null) throw new Error("there is something to seal until a part is the last");
    parts.push(sealed);
    if (sealed.atEnd) return parts;
  }
}

const segmentsOf = (parts: readonly SealedPart[]) => parts.flatMap(({ segment }) => segment ?? []);

describe("sealing a session", () => {
  test("what was acked is read from the tail from any number on, before it is sealed", async () => {
    const { log } = await recorded(COUNT);
    for (let from = 1; from <= COUNT + 1; from++) {
      expect(await readSeqs(log, "r", from)).toEqual(ALL.slice(from - 1));
    }
    await expect(log.readTail("nobody", 1).next()).rejects.toMatchObject({ code: "not_found" });
  });

  test("parts hold every sample once, pictures and words included, and sealing again after a crash changes nothing", async () => {
    const store = openObjectStore("memory:");
    const { log } = await recorded(COUNT);
    const options = { source: log, store, session: "r", episodeId: "ep1", bytesMax: 200 };
    const parts = await sealAll(options);
    expect(parts.length).toBeGreaterThan(2);
    expect(await sealAll(options)).toEqual(parts);
    const reader = openTelemetryReader({ store });
    const topics = await reader.read(segmentsOf(parts), {});
    const frames = topics.flatMap(({ frame }) => [...frame]).sort((a, b) => a - b);
    expect(frames).toEqual(ALL.filter((seq) => !isMark(seq) && !isRefused(seq)));
    const words = topics.find(({ name }) => name === "/words")!;
    expect(words.values).toEqual([...words.frame].map((seq) => `r#${seq}`));
    for (const { segment, blobs } of parts) {
      if (segment === null) continue;
      const [camera] = await reader.read([segment], { topics: ["/camera"] });
      for (const [row, seq] of [...(camera?.frame ?? [])].entries()) {
        const { offset, length } = camera!.blob!;
        const range = { start: offset[row]!, end: offset[row]! + length[row]! };
        expect(Buffer.from(await store.get(blobs[0]!.key, range)).toString()).toBe(`r#${seq}`);
      }
    }
    reader.close();
  });

  test("a part's clock has its topics' rows in its order, each with the time as sent and the server's", async () => {
    const store = openObjectStore("memory:");
    const { log } = await recorded(COUNT);
    const reader = openTelemetryReader({ store });
    for (const { segment, clock } of await sealAll({ source: log, store, session: "r", episodeId: "e" })) {
      const [main, times] = [await reader.read([segment!], {}), await reader.read([clock!], {})];
      expect(times).toMatchObject(
        main.map(({ name, t, frame }) => ({ name, t, frame, type: "float64", shape: [2] })),
      );
      for (const { frame, values } of times) {
        expect([...(values as Float64Array)]).toEqual(
          [...frame].flatMap((seq) => [
            (itemOf("r", seq) as LogSample).t,
            (itemOf("r", seq) as LogSample).serverTime,
          ]),
        );
      }
    }
  });

  test("marks of both kinds are in the parts with a key that tells those at a seam, and refused items are passed over", async () => {
    const { log } = await recorded(COUNT);
    const options = { source: log, store: openObjectStore("memory:"), session: "r", episodeId: "e" };
    const parts = await sealAll({ ...options, bytesMax: 1 });
    const marks = new Map(parts.flatMap((part) => part.marks.map(({ key, mark }) => [key, mark])));
    expect([...marks.keys()].sort()).toEqual(["m1", ...ALL.filter(isMark).map((seq) => `s${seq}`)].sort());
    expect(marks.get("s7")).toEqual({ t: 0.07, kind: "note", text: "r#7", serverTime: 1e9 + 7 });
    expect(marks.get("m1")).toEqual({ t: 1, serverTime: 2, kind: "note", text: "r" });
    expect(parts.map(({ fromSeq }) => fromSeq)).toEqual([
      1,
      ...parts.slice(0, -1).map(({ nextSeq }) => nextSeq),
    ]);
    expect(parts.at(-1)!.nextSeq).toBe(COUNT + 1);
  });

  test("a session of marks and refused items alone is sealed to its end without a segment", async () => {
    const { log } = await SessionLog.open({ ...SMALL, disk: new MemoryDisk(), lease: lease(1) });
    const input = { source: log, store: openObjectStore("memory:"), session: "s", episodeId: "e", part: 0 };
    log.openSession("s", "", () => undefined);
    await settled(log);
    expect(await sealSession({ ...input, fromSeq: 1 })).toBeNull();
    const mark = { t: 0, kind: "note", text: "" };
    log.appendItems(
      "s",
      {
        firstSeq: 1,
        topics: [],
        items: [
          { kind: "refused", code: "bad_value" },
          { kind: "mark", serverTime: 5, mark },
        ],
      },
      () => undefined,
    );
    log.appendMark("s", { ...mark, serverTime: 6 }, () => undefined);
    await settled(log);
    const nothing = { segment: null, clock: null, blobs: [], atEnd: true, nextSeq: 3 };
    const late = { key: "m1", mark: { ...mark, serverTime: 6 } };
    expect(await sealSession({ ...input, fromSeq: 1 })).toMatchObject({
      ...nothing,
      marks: [{ key: "s2", mark: { ...mark, serverTime: 5 } }, late],
    });
    // A mark that came after the last item is not lost when everything else is sealed.
    expect(await sealSession({ ...input, fromSeq: 3 })).toMatchObject({ ...nothing, marks: [late] });
    expect(log.session("s")!.counts).toEqual({ messages: 0, frames: 0, marks: 2, refused: 1 });
  });

  test("up to a number given, repeating a part gives the same keys though the recording has gone on", async () => {
    const { log, robot } = await recorded(COUNT);
    const options = { source: log, store: openObjectStore("memory:"), session: "r", episodeId: "e" };
    const input = { ...options, part: 0, fromSeq: 3, toSeq: 30 };
    const first = await sealSession(input);
    expect(first).toMatchObject({ fromSeq: 3, nextSeq: 30, atEnd: true });
    robot.send(log, 4);
    await settled(log);
    expect(await sealSession(input)).toEqual(first);
  });

  test("a topic that changes its shape begins a new part; times that are no numbers are replaced and counted, others are not touched", async () => {
    const store = openObjectStore("memory:");
    const { log } = await SessionLog.open({ ...SMALL, disk: new MemoryDisk(), lease: lease(1) });
    log.openSession("s", "", () => undefined);
    const batch = (firstSeq: number, dims: number, times: number[]): ItemBatch => ({
      firstSeq,
      topics: [{ name: "/a", type: "float32", shape: [dims] }],
      items: times.map((t, i) => ({
        kind: "sample",
        topic: 0,
        t,
        serverTime: i,
        frame: -1,
        values: new Float32Array(dims),
      })),
    });
    log.appendItems("s", batch(1, 2, [0, 3, NaN, 1, Infinity]), () => undefined);
    log.appendItems("s", batch(6, 3, [NaN, 0.5]), () => undefined);
    await settled(log);
    const input = { source: log, store, session: "s", episodeId: "e" };
    const first = await sealSession({ ...input, part: 0, fromSeq: 1 });
    expect(first).toMatchObject({ nextSeq: 6, timesReplaced: 2, segment: { rows: 5 }, atEnd: false });
    const reader = openTelemetryReader({ store });
    const [topic] = await reader.read([first!.segment!], {});
    expect([...topic!.t]).toEqual([0, 1, 1, 3, 3]);
    const [clock] = await reader.read([first!.clock!], {});
    expect([...(clock!.values as Float64Array)]).toEqual([0, 0, 1, 3, Infinity, 4, 3, 1, NaN, 2]);
    // Parts overlap in time when a clock goes back.
    const timeBefore = first!.segment!.lastTime;
    expect(await sealSession({ ...input, part: 1, fromSeq: 6, timeBefore })).toMatchObject({
      nextSeq: 8,
      timesReplaced: 1,
      segment: { firstTime: 0.5, lastTime: 3 },
    });
    expect(await sealSession({ ...input, part: 2, fromSeq: 8 })).toBeNull();
  });
});
