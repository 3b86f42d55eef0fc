import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { sealSession, SessionLog, type SampleBatch } from "@retake/telemetry/log";
import { openObjectStore } from "@retake/telemetry/object-store";
import { openTelemetryReader } from "@retake/telemetry/reader";
import { temporaryFolder } from "../temporary-folder.ts";
import { MemoryDisk } from "./memory-disk.ts";
import { lease, readSeqs, Robot, settled, SMALL } from "./robots.ts";

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

describe("sealing a session", () => {
  test("what was acked is read from the tail from any number on, before it is sealed", async () => {
    const { log } = await recorded(40);
    for (let from = 1; from <= 41; from++) {
      expect(await readSeqs(log, "r", from)).toEqual(Array.from({ length: 41 - from }, (_, i) => from + i));
    }
    await expect(log.readTail("nobody", 1).next()).rejects.toMatchObject({ code: "not_found" });
  });

  test("parts hold every sample once, pictures and words included, and sealing again after a crash changes nothing", async () => {
    await using folder = await temporaryFolder();
    const store = openObjectStore(`file:${folder.path}`);
    const { log } = await recorded(40);
    const sealAll = async () => {
      const parts = [];
      for (let part = 0, fromSeq = 1; ; part++) {
        const sealed = await sealSession({
          log,
          store,
          session: "r",
          episodeId: "ep1",
          part,
          fromSeq,
          bytesMax: 60,
        });
        if (sealed === null) return parts;
        parts.push(sealed);
        fromSeq = sealed.nextSeq;
      }
    };
    const parts = await sealAll();
    expect(parts.length).toBeGreaterThan(2);
    expect(await sealAll()).toEqual(parts);
    expect(new Set(parts.flatMap(({ marks }) => marks.map(({ number }) => number)))).toEqual(new Set([1]));
    const reader = openTelemetryReader({ store });
    const topics = await reader.read(
      parts.map(({ segment }) => segment),
      {},
    );
    const frames = topics.flatMap(({ frame }) => [...frame]).sort((a, b) => a - b);
    expect(frames).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    const words = topics.find(({ name }) => name === "/words")!;
    expect(words.values).toEqual([...words.frame].map((seq) => `r#${seq}`));
    for (const { segment, blobs } of parts) {
      const [camera] = await reader.read([segment], { topics: ["/camera"] });
      const bytes = await readFile(store.localPath(blobs[0]!.key)!);
      camera?.frame.forEach((seq, row) => {
        const { offset, length } = camera.blob!;
        expect(String(bytes.subarray(offset[row], offset[row]! + length[row]!))).toBe(`r#${seq}`);
      });
    }
    reader.close();
  });

  test("a topic that changes its shape begins a new part; times that are no numbers are replaced and counted, others are not touched", async () => {
    const store = openObjectStore("memory:");
    const { log } = await SessionLog.open({ ...SMALL, disk: new MemoryDisk(), lease: lease(1) });
    log.openSession("s", "", () => undefined);
    const batch = (firstSeq: number, dims: number, times: number[]): SampleBatch => ({
      firstSeq,
      topics: [{ name: "/a", type: "float32", shape: [dims] }],
      samples: times.map((t, i) => ({
        topic: 0,
        t,
        serverTime: i,
        frame: -1,
        values: new Float32Array(dims),
      })),
    });
    log.appendSamples("s", batch(1, 2, [0, 3, NaN, 1, Infinity]), () => undefined);
    log.appendSamples("s", batch(6, 3, [9]), () => undefined);
    await settled(log);
    const input = { log, store, session: "s", episodeId: "e" };
    const first = await sealSession({ ...input, part: 0, fromSeq: 1 });
    expect(first).toMatchObject({ nextSeq: 6, timesReplaced: 2, segment: { rows: 5 } });
    const [topic] = await openTelemetryReader({ store }).read([first!.segment], {});
    expect([...topic!.t]).toEqual([0, 1, 1, 3, 3]);
    expect(await sealSession({ ...input, part: 1, fromSeq: 6 })).toMatchObject({
      nextSeq: 7,
      timesReplaced: 0,
    });
    expect(await sealSession({ ...input, part: 2, fromSeq: 7 })).toBeNull();
  });

  test("files go only where the caller lets them, oldest first; a restart then knows the session's number and meta still", async () => {
    const { log, disk } = await recorded(40);
    const all = log.files();
    expect(all.length).toBeGreaterThan(2);
    expect(await log.dropFiles(() => false)).toEqual([]);
    expect(await log.dropFiles(({ file }) => file !== all[0]!.file)).toEqual([]);
    const sealedUpTo = all[1]!.sessions.find(({ session }) => session === "r")!.nextSeq;
    const covered = (file: (typeof all)[number]) =>
      file.sessions.every(({ session, nextSeq }) => session !== "r" || nextSeq <= sealedUpTo);
    expect(await log.dropFiles(covered)).toEqual([1, 2]);
    expect(log.tailFrom("r")).toBe(sealedUpTo);
    await log.close();
    const { log: again, report } = await SessionLog.open({ ...SMALL, disk, lease: lease(2) });
    expect(report.losses).toEqual([]);
    expect(again.session("r")).toMatchObject({
      meta: "meta of r",
      nextSeq: 41,
      nextMark: 2,
      open: true,
      gaps: [],
    });
    expect(await readSeqs(again, "r", sealedUpTo)).toHaveLength(41 - sealedUpTo);
    const rest = again.files().map(({ file }) => file);
    expect(await again.dropFiles(() => true)).toEqual(rest.slice(0, -1));
    expect(again.files()).toHaveLength(1);
    const third = await SessionLog.open({ ...SMALL, disk, lease: lease(3) });
    expect(third.log.session("r")).toMatchObject({ nextSeq: 41, open: true });
  });

  test("once every session is closed all files may go, and the log forgets them", async () => {
    const { log, robot, disk } = await recorded(8);
    for (const { session } of log.sessions()) log.closeSession(session, "end", () => undefined);
    await settled(log);
    await log.close();
    const { log: again } = await SessionLog.open({ ...SMALL, disk, lease: lease(2) });
    expect(again.session(robot.session)).toMatchObject({ open: false, closeReason: "end" });
    const seen: boolean[] = [];
    await again.dropFiles((file) => {
      seen.push(...file.sessions.filter(({ session }) => session === "r").map(({ closed }) => closed));
      return true;
    });
    expect(seen.at(-1)).toBe(true);
    expect(again.sessions()).toEqual([]);
    expect([...disk.snapshot().keys()].filter((name) => name.endsWith(".log"))).toEqual([]);
  });

  test("a wrong number, an unknown or closed session, and values that do not fit are refused before anything is written", async () => {
    const { log } = await recorded(4);
    const batch = (change: Partial<SampleBatch>): SampleBatch => ({
      firstSeq: 5,
      topics: [{ name: "/a", type: "float32", shape: [2] }],
      samples: [{ topic: 0, t: 0, serverTime: 0, frame: 0, values: new Float32Array(2) }],
      ...change,
    });
    const sample = batch({}).samples[0]!;
    const refused = (session: string, change: Partial<SampleBatch>) => {
      try {
        log.appendSamples(session, batch(change), () => undefined);
      } catch (error) {
        return error;
      }
    };
    expect(refused("r", { firstSeq: 4 })).toMatchObject({ code: "conflict" });
    expect(refused("r", { firstSeq: 6 })).toMatchObject({ code: "conflict" });
    expect(refused("nobody", {})).toMatchObject({ code: "not_found" });
    expect(refused("r", { samples: [] })).toMatchObject({ code: "bad_request" });
    expect(refused("r", { samples: [{ ...sample, topic: 1 }] })).toMatchObject({ code: "bad_request" });
    for (const values of [new Float32Array(3), new Float64Array(2), "words", new Uint8Array(8)]) {
      expect(refused("r", { samples: [{ ...sample, values }] })).toMatchObject({ code: "bad_request" });
    }
    expect(refused("r", { samples: [sample] })).toBeUndefined();
    await settled(log);
    expect(log.session("r")!.nextSeq).toBe(6);
    log.closeSession("r", "end", () => undefined);
    expect(refused("r", { firstSeq: 6 })).toMatchObject({ code: "conflict" });
    expect(() => log.openSession("r", "", () => undefined)).toThrow(
      expect.objectContaining({ code: "conflict" }),
    );
  });
});
