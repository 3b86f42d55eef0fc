import { createWorkspace, startTestDatabase, type TestDatabase } from "@retake/dev-env";
import { createListener } from "@retake/db/notify";
import type { SessionLog } from "@retake/telemetry/log";
import type { ObjectStore } from "@retake/telemetry/object-store";
import { openTelemetryReader } from "@retake/telemetry/reader";
import { mergeStatistics, statisticsOf } from "@retake/telemetry/statistics";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { createLog } from "../src/log.ts";
import { createSealer, type SealerOptions } from "../src/seal/create-sealer.ts";
import { findDue } from "../src/seal/find-due.ts";
import { sealStep } from "../src/seal/seal-step.ts";
import type { SealSource } from "../src/seal/seal-source.ts";
import {
  CAMERA,
  folderStore,
  itemOf,
  openLog,
  RecordedSession,
  sourceOf,
  STARTED_AT,
  STATE,
  TOPICS,
} from "./seal/recorded-session.ts";
import { objectsOf, sentNumbers, storedNumbers } from "./seal/stored-numbers.ts";

let database: TestDatabase;
let workspaceId: string;
beforeAll(async () => {
  database = await startTestDatabase();
  workspaceId = (await createWorkspace(database.db)).id;
});
afterAll(() => database.close());

const soon = { timeout: 20_000, interval: 20 };

interface Bench {
  log: SessionLog;
  store: ObjectStore;
  session: RecordedSession;
}

async function bench(): Promise<Bench> {
  const log = await openLog();
  onTestFinished(() => log.close());
  return { log, store: folderStore(), session: await RecordedSession.open(database.db, log, workspaceId) };
}

function startSealer(options: Pick<SealerOptions, "store" | "tail"> & Partial<SealerOptions>) {
  const listener = createListener(database.url);
  const lines: string[] = [];
  const log = createLog("info", (line) => lines.push(line));
  // Only a notification wakes it within a test's time.
  const sealer = createSealer({ db: database.db, listener, log, lookMs: 60_000, ...options });
  void sealer.start();
  onTestFinished(async () => {
    await sealer.stop();
    await listener.close();
  });
  return { sealer, lines };
}

const episodeOf = (id: string) =>
  database.db.prisma.episode.findUniqueOrThrow({
    where: { id },
    include: { recording: true, cameras: true },
  });

async function completed(id: string) {
  return await vi.waitFor(async () => {
    const episode = await episodeOf(id);
    expect(episode.recording?.finished).toBe(true);
    return episode;
  }, soon);
}

/** One step after the other without a sealer's loop. */
async function stepThrough(
  options: { store: ObjectStore; tail: SealSource; partBytesMax?: number },
  id: string,
) {
  const { db } = database;
  const steps: string[] = [];
  for (;;) {
    const due = (await findDue(db)).find(({ episodeId }) => episodeId === id);
    if (due === undefined) return steps;
    steps.push(await sealStep({ db, partBytesMax: 1 << 20, ...options }, due));
  }
}

describe("sealing a recording", () => {
  test("goes on part by part while it records: every message is in one part exactly once, marks and refusals are told", async () => {
    const { log, store, session } = await bench();
    startSealer({ store, tail: sourceOf(log), partBytesMax: 2_000 });
    await session.send(100);
    await session.askToSeal();
    await vi.waitFor(async () => {
      expect((await episodeOf(session.id)).recording?.sealedSeq).toBe(101n);
    }, soon);
    const early = await episodeOf(session.id);
    expect(early).toMatchObject({ status: "recording", recording: { finished: false } });
    await session.send(143);
    await session.mark("phase", 2.5);
    await session.end({ outcome: "success", totalReward: 7.5 });
    const episode = await completed(session.id);

    expect(await storedNumbers(database.db, store, session.id)).toEqual(sentNumbers(244));
    const parts = await database.db.prisma.segment.findMany({
      where: { episodeId: session.id },
      orderBy: { part: "asc" },
    });
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.map(({ part }) => part)).toEqual(parts.map((_, i) => i));
    const sent = sentNumbers(244);
    expect(episode).toMatchObject({
      status: "completed",
      outcome: "success",
      totalReward: 7.5,
      task: "stack the cubes",
      operator: "mira",
      startTime: 0.01,
      endTime: 2.43,
      totalMessages: sent.state.length + sent.picture.length + sent.words.length,
      totalFrames: sent.state.length,
      warnings: [{ code: "messages_refused", key: "schema_mismatch", count: 20 }],
      cameras: [{ topic: CAMERA, storage: "images", frames: sent.picture.length, width: 64, height: 48 }],
    });
    const phase = await database.db.prisma.episodeMark.findUnique({
      where: { episodeId_key: { episodeId: session.id, key: "m1" } },
    });
    expect(phase).toMatchObject({ kind: "phase", time: 2.5, serverTime: new Date((STARTED_AT + 1) * 1000) });
    const { stored, named } = await objectsOf(database.db, store, session.id);
    expect(stored).toEqual(named);
  });

  test("the topics' counts, times, rates and statistics over many parts are those of all samples together", async () => {
    const { log, store, session } = await bench();
    await session.send(500);
    await session.end();
    await stepThrough({ store, tail: sourceOf(log), partBytesMax: 3_000 }, session.id);
    const segments = await database.db.prisma.segment.findMany({ where: { episodeId: session.id } });
    expect(segments.length).toBeGreaterThan(5);
    const reader = openTelemetryReader({ store });
    const [state] = await reader.read(segments, { topics: [STATE] });
    reader.close();
    const whole = statisticsOf(state!)!;
    const topic = await database.db.prisma.topic.findUniqueOrThrow({
      where: { episodeId_name: { episodeId: session.id, name: STATE } },
    });
    const count = state!.t.length;
    expect(topic).toMatchObject({
      kind: "signal",
      dataType: "float32[]",
      shape: [3],
      featureNames: ["x", "y", "z"],
      units: ["m", "m", "m"],
      messageCount: count,
      firstTime: state!.t[0],
      lastTime: state!.t.at(-1),
    });
    expect(topic.avgFrequency).toBeCloseTo((count - 1) / (topic.lastTime - topic.firstTime), 9);
    const stats = topic.stats as unknown as NonNullable<ReturnType<typeof mergeStatistics>>;
    expect([stats.min, stats.max, stats.count]).toEqual([whole.min, whole.max, whole.count]);
    for (const d of [0, 1, 2]) {
      expect(stats.mean[d]).toBeCloseTo(whole.mean[d]!, 9);
      expect(stats.std[d]).toBeCloseTo(whole.std[d]!, 9);
    }
  });

  test("the clock beside each part has every sample's time as sent and the server's, also where the time was replaced", async () => {
    const { log, store, session } = await bench();
    const times = [0.5, NaN, -3, 1e12, Infinity];
    await session.sendItems(
      times.map((t, i) => ({
        kind: "sample",
        topic: 0,
        t,
        serverTime: STARTED_AT + i,
        frame: -1,
        values: Float32Array.of(i, 0, 0),
      })),
    );
    await session.end();
    await stepThrough({ store, tail: sourceOf(log) }, session.id);
    const [segment] = await database.db.prisma.segment.findMany({ where: { episodeId: session.id } });
    const reader = openTelemetryReader({ store });
    const [state] = await reader.read([segment!]);
    const info = await store.head(segment!.clockKey!);
    const [clock] = await reader.read([{ ...segment!, key: segment!.clockKey!, bytes: info!.bytes }]);
    reader.close();
    const rows = [...state!.t].map((t, row) => ({
      t,
      sent: clock!.values[2 * row],
      server: Number(clock!.values[2 * row + 1]) - STARTED_AT,
      i: state!.values[3 * row],
    }));
    expect(rows.toSorted((a, b) => Number(a.i) - Number(b.i))).toEqual([
      { t: 0.5, sent: 0.5, server: 0, i: 0 },
      { t: 0.5, sent: NaN, server: 1, i: 1 },
      { t: -3, sent: -3, server: 2, i: 2 },
      { t: 1e12, sent: 1e12, server: 3, i: 3 },
      { t: 1e12, sent: Infinity, server: 4, i: 4 },
    ]);
    expect((await episodeOf(session.id)).warnings).toMatchObject([{ code: "times_replaced", count: 2 }]);
  });

  test("a topic that changes its shape begins a part of its own and is told: samples of two shapes are never in one part", async () => {
    const { log, store, session } = await bench();
    await session.sendItems([itemOf(3), itemOf(4)]);
    const wider = { kind: "sample", topic: 0, t: 9, serverTime: STARTED_AT, frame: -1 } as const;
    await session.sendItems(
      [{ ...wider, values: new Float32Array(4) }],
      [{ name: STATE, type: "float32", shape: [4] }],
    );
    await session.end();
    await stepThrough({ store, tail: sourceOf(log) }, session.id);
    const segments = await database.db.prisma.segment.findMany({
      where: { episodeId: session.id },
      orderBy: { part: "asc" },
    });
    expect(segments.map(({ rows }) => rows)).toEqual([2, 1]);
    const episode = await episodeOf(session.id);
    expect(episode).toMatchObject({
      status: "completed",
      totalMessages: 3,
      warnings: [{ code: "schema_changed" }],
    });
  });

  test("nothing behind the number that was asked for is sealed, and marks alone make no part", async () => {
    const { log, store, session } = await bench();
    await session.send(50);
    await session.askToSeal();
    await session.send(50);
    const { db } = database;
    const [due] = await findDue(db);
    expect(due).toMatchObject({ episodeId: session.id, sealAskedSeq: 51 });
    await sealStep({ db, store, tail: sourceOf(log), partBytesMax: 1 << 20 }, due!);
    expect(await storedNumbers(db, store, session.id)).toEqual(sentNumbers(51));
    await session.sendItems([
      { kind: "mark", serverTime: STARTED_AT, mark: { t: 1, kind: "success", text: "" } },
    ]);
    await session.end();
    expect(await stepThrough({ store, tail: sourceOf(log) }, session.id)).toEqual(["sealed", "finished"]);

    const quiet = await RecordedSession.open(db, log, workspaceId);
    await quiet.sendItems([itemOf(5), itemOf(7)]);
    await quiet.end();
    expect(await stepThrough({ store, tail: sourceOf(log) }, quiet.id)).toEqual(["sealed", "finished"]);
    expect(await db.prisma.segment.count({ where: { episodeId: quiet.id } })).toBe(0);
    expect(await db.prisma.episodeMark.count({ where: { episodeId: quiet.id } })).toBe(1);
    expect(await episodeOf(quiet.id)).toMatchObject({ status: "completed", totalMessages: 0 });
  });
});

describe("the end of a recording", () => {
  test("the last success or failure mark is the outcome when the robot said none; what a person said before stands", async () => {
    const { log, store, session } = await bench();
    const tail = sourceOf(log);
    await session.send(20);
    await session.mark("failure", 0.1);
    await session.sendItems([
      { kind: "mark", serverTime: STARTED_AT + 50, mark: { t: 50, kind: "success", text: "" } },
    ]);
    await session.end();
    await stepThrough({ store, tail }, session.id);
    expect(await episodeOf(session.id)).toMatchObject({ outcome: "success" });

    const judged = await RecordedSession.open(database.db, log, workspaceId);
    await judged.send(20);
    await database.db.prisma.episode.update({ where: { id: judged.id }, data: { outcome: "failure" } });
    await judged.end({ outcome: "success" });
    await stepThrough({ store, tail }, judged.id);
    expect(await episodeOf(judged.id)).toMatchObject({ outcome: "failure" });
  });

  test("a robot that never came back is said to be cut off, with everything it sent", async () => {
    const { log, store, session } = await bench();
    await session.send(40);
    await session.end({}, "grace");
    await stepThrough({ store, tail: sourceOf(log) }, session.id);
    expect(await storedNumbers(database.db, store, session.id)).toEqual(sentNumbers(41));
    const { warnings, status } = await episodeOf(session.id);
    expect(status).toBe("completed");
    expect(warnings).toContainEqual({ code: "cut_off", message: "Cut off: the robot never ended it." });
  });

  test("figures that were counted ahead while recording give way to the exact ones", async () => {
    const { log, store, session } = await bench();
    const { db } = database;
    await session.send(60);
    await session.askToSeal();
    const ahead = { totalMessages: 5_000, totalFrames: 4_000, endTime: 99, durationS: 99 };
    await db.prisma.episode.update({ where: { id: session.id }, data: ahead });
    const due = (await findDue(db)).find(({ episodeId }) => episodeId === session.id);
    await sealStep({ db, store, tail: sourceOf(log), partBytesMax: 1 << 20 }, due!);
    expect(await episodeOf(session.id)).toMatchObject({
      totalMessages: 5_000,
      totalFrames: 4_000,
      endTime: 99,
    });
    await session.end();
    await stepThrough({ store, tail: sourceOf(log) }, session.id);
    const sent = sentNumbers(61);
    expect(await episodeOf(session.id)).toMatchObject({
      endTime: 0.6,
      totalFrames: sent.state.length,
      totalMessages: sent.state.length + sent.picture.length + sent.words.length,
    });
  });
});

/** The log after its disk lost some numbers. */
function damaged(source: SealSource, from: number, to: number, isKnown: boolean): SealSource {
  return {
    ...source,
    session(id) {
      const session = source.session(id);
      return session === null ? null : { ...session, gaps: isKnown ? [{ from, to }] : [] };
    },
    async *readTail(id, fromSeq) {
      for await (const record of source.readTail(id, fromSeq)) {
        if (record.kind !== "items") yield record;
        else {
          const { firstSeq, items, topics } = record.batch;
          const before = items.filter((_, i) => firstSeq + i < from);
          const after = items.filter((_, i) => firstSeq + i > to);
          if (before.length > 0) yield { ...record, batch: { firstSeq, topics, items: before } };
          const next = Math.max(firstSeq, to + 1);
          if (after.length > 0) yield { ...record, batch: { firstSeq: next, topics, items: after } };
        }
      }
    },
  };
}

describe("what goes wrong", () => {
  test("numbers that the disk lost are sealed around and named", async () => {
    const { log, store, session } = await bench();
    await session.send(100);
    await session.end();
    const tail = damaged(sourceOf(log), 31, 45, true);
    await stepThrough({ store, tail, partBytesMax: 2_000 }, session.id);
    const { state } = await storedNumbers(database.db, store, session.id);
    expect(state).toEqual(sentNumbers(101).state.filter((seq) => seq < 31 || seq > 45));
    const { warnings, status } = await episodeOf(session.id);
    expect(status).toBe("completed");
    expect(JSON.stringify(warnings)).toContain("Messages 31 to 45 (15) are missing");
  });

  test("numbers that are missing without a reason stop that recording only, which says why, and seal when they are there again", async () => {
    const { log, store, session } = await bench();
    const other = await RecordedSession.open(database.db, log, workspaceId);
    let broken = true;
    const whole = sourceOf(log);
    const tail: SealSource = {
      ...whole,
      readTail: (id, fromSeq) =>
        (broken && id === session.id ? damaged(whole, 31, 45, false) : whole).readTail(id, fromSeq),
    };
    await session.send(100);
    await session.end();
    await other.send(30);
    await other.end();
    startSealer({ store, tail });
    await completed(other.id);
    await vi.waitFor(async () => {
      const { warnings } = await episodeOf(session.id);
      expect(warnings).toMatchObject([{ code: "seal_failed" }]);
      expect(JSON.stringify(warnings)).toContain("lacks messages 31 to 45");
    }, soon);
    expect(await storedNumbers(database.db, store, session.id)).toEqual(sentNumbers(1));
    broken = false;
    const episode = await completed(session.id);
    expect(JSON.stringify(episode.warnings)).not.toContain("seal_failed");
    expect(await storedNumbers(database.db, store, session.id)).toEqual(sentNumbers(101));
  });

  test("a recording that the log does not know is not given up as empty", async () => {
    const { log, store, session } = await bench();
    const elsewhere = await openLog();
    onTestFinished(() => elsewhere.close());
    await session.send(10);
    await session.end();
    await expect(stepThrough({ store, tail: sourceOf(elsewhere) }, session.id)).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await stepThrough({ store, tail: sourceOf(log) }, session.id)).toEqual(["sealed", "finished"]);
  });

  test("two workers at once: each number is committed once, and nothing of the slower one stays", async () => {
    const { log, store, session } = await bench();
    const others = await Promise.all(
      Array.from({ length: 3 }, () => RecordedSession.open(database.db, log, workspaceId)),
    );
    const sessions = [session, ...others];
    const options = { store, tail: sourceOf(log), partBytesMax: 2_000 };
    const workers = [
      startSealer(options),
      startSealer(options),
      startSealer({ ...options, partBytesMax: 3_000 }),
    ];
    for (const one of sessions) {
      await one.send(150);
      await one.askToSeal();
      await one.send(90);
      await one.end();
    }
    for (const one of sessions) await completed(one.id);
    for (const { sealer } of workers) await sealer.stop();
    for (const { id } of sessions) {
      expect(await storedNumbers(database.db, store, id)).toEqual(sentNumbers(241));
      const { stored, named } = await objectsOf(database.db, store, id);
      expect(stored).toEqual(named);
    }
  });

  test("a recording is sealed by looking when its wake-up was lost", async () => {
    const { log, store, session } = await bench();
    await session.send(30);
    const silent = {
      on: () => () => undefined,
      onGap: () => () => undefined,
      ready: () => Promise.resolve(),
    };
    startSealer({ store, tail: sourceOf(log), listener: silent, lookMs: 50 });
    await session.end();
    await completed(session.id);
  });

  test("a message of a topic nobody declared is described by what it is", async () => {
    const { log, store, session } = await bench();
    const topics = [...TOPICS, { name: "/extra/force", type: "float64", shape: [] } as const];
    const extra = { kind: "sample", topic: 3, t: 1, serverTime: STARTED_AT, frame: -1 } as const;
    await session.sendItems([itemOf(3), { ...extra, values: Float64Array.of(4) }], topics as typeof TOPICS);
    await session.end();
    await stepThrough({ store, tail: sourceOf(log) }, session.id);
    const rows = await database.db.prisma.topic.findMany({
      where: { episodeId: session.id },
      orderBy: { position: "asc" },
    });
    expect(rows.map(({ name, dataType, featureNames }) => ({ name, dataType, featureNames }))).toEqual([
      { name: STATE, dataType: "float32[]", featureNames: ["x", "y", "z"] },
      { name: "/extra/force", dataType: "float64[]", featureNames: ["force"] },
    ]);
  });
});
