import { openTelemetryReader } from "@retake/telemetry/reader";
import { statisticsOf } from "@retake/telemetry/statistics";
import type { TopicStatistics } from "@retake/telemetry/types";
import { describe, expect, test, vi } from "vitest";
import { findDue } from "../src/seal/find-due.ts";
import { sealStep } from "../src/seal/seal-step.ts";
import {
  CAMERA,
  itemOf,
  RecordedSession,
  sourceOf,
  STARTED_AT,
  STATE,
  TOPICS,
} from "./seal/recorded-session.ts";
import { SealBench, soon } from "./seal/seal-bench.ts";
import { objectsOf, sentNumbers, storedNumbers } from "./seal/stored-numbers.ts";

const bench = new SealBench();

describe("sealing a recording", () => {
  test("goes on part by part while it records: every message is in one part exactly once, marks and refusals are told", async () => {
    const { log, store, session } = await bench.open();
    bench.startSealer({ store, tail: sourceOf(log), partBytesMax: 2_000 });
    await session.send(100);
    await session.askToSeal();
    await vi.waitFor(async () => {
      expect((await bench.episodeOf(session.id)).recording?.sealedSeq).toBe(101n);
    }, soon);
    const early = await bench.episodeOf(session.id);
    expect(early).toMatchObject({ status: "recording", recording: { finished: false } });
    await session.send(143);
    await session.mark("phase", 2.5);
    await session.end({ outcome: "success", totalReward: 7.5 });
    const episode = await bench.completed(session.id);

    expect(await storedNumbers(bench.db, store, session.id)).toEqual(sentNumbers(244));
    const parts = await bench.db.prisma.segment.findMany({
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
    const phase = await bench.db.prisma.episodeMark.findUnique({
      where: { episodeId_key: { episodeId: session.id, key: "m1" } },
    });
    expect(phase).toMatchObject({ kind: "phase", time: 2.5, serverTime: new Date((STARTED_AT + 1) * 1000) });
    const { stored, named } = await objectsOf(bench.db, store, session.id);
    expect(stored).toEqual(named);
  });

  test("the topics' counts, times, rates and statistics over many parts are those of all samples together", async () => {
    const { log, store, session } = await bench.open();
    await session.send(500);
    await session.end();
    await bench.stepThrough({ store, tail: sourceOf(log), partBytesMax: 3_000 }, session.id);
    const segments = await bench.db.prisma.segment.findMany({ where: { episodeId: session.id } });
    expect(segments.length).toBeGreaterThan(5);
    const reader = openTelemetryReader({ store });
    const [state] = await reader.read(segments, { topics: [STATE] });
    reader.close();
    const whole = statisticsOf(state!)!;
    const topic = await bench.db.prisma.topic.findUniqueOrThrow({
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
    const stats = topic.stats as unknown as TopicStatistics;
    expect([stats.min, stats.max, stats.count]).toEqual([whole.min, whole.max, whole.count]);
    for (const d of [0, 1, 2]) {
      expect(stats.mean[d]).toBeCloseTo(whole.mean[d]!, 9);
      expect(stats.std[d]).toBeCloseTo(whole.std[d]!, 9);
    }
  });

  test("the clock beside each part has every sample's time as sent and the server's, also where the time was replaced", async () => {
    const { log, store, session } = await bench.open();
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
    await bench.stepThrough({ store, tail: sourceOf(log) }, session.id);
    const [segment] = await bench.db.prisma.segment.findMany({ where: { episodeId: session.id } });
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
    expect((await bench.episodeOf(session.id)).warnings).toMatchObject([
      { code: "times_replaced", count: 2 },
    ]);
  });

  test("a topic that changes its shape begins a part of its own and is told: samples of two shapes are never in one part", async () => {
    const { log, store, session } = await bench.open();
    await session.sendItems([itemOf(3), itemOf(4)]);
    const wider = { kind: "sample", topic: 0, t: 9, serverTime: STARTED_AT, frame: -1 } as const;
    await session.sendItems(
      [{ ...wider, values: new Float32Array(4) }],
      [{ name: STATE, type: "float32", shape: [4] }],
    );
    await session.end();
    await bench.stepThrough({ store, tail: sourceOf(log) }, session.id);
    const segments = await bench.db.prisma.segment.findMany({
      where: { episodeId: session.id },
      orderBy: { part: "asc" },
    });
    expect(segments.map(({ rows }) => rows)).toEqual([2, 1]);
    const episode = await bench.episodeOf(session.id);
    expect(episode).toMatchObject({
      status: "completed",
      totalMessages: 3,
      warnings: [{ code: "schema_changed" }],
    });
  });

  test("nothing behind the number that was asked for is sealed, and marks alone make no part", async () => {
    const { log, store, session } = await bench.open();
    await session.send(50);
    await session.askToSeal();
    await session.send(50);
    const { db } = bench;
    const [due] = await findDue(db);
    expect(due).toMatchObject({ episodeId: session.id, sealAskedSeq: 51 });
    await sealStep({ db, store, tail: sourceOf(log), partBytesMax: 1 << 20 }, due!);
    expect(await storedNumbers(db, store, session.id)).toEqual(sentNumbers(51));
    await session.sendItems([
      { kind: "mark", serverTime: STARTED_AT, mark: { t: 1, kind: "success", text: "" } },
    ]);
    await session.end();
    expect(await bench.stepThrough({ store, tail: sourceOf(log) }, session.id)).toEqual([
      "sealed",
      "finished",
    ]);

    const quiet = await RecordedSession.open(db, log, bench.workspaceId);
    await quiet.sendItems([itemOf(5), itemOf(7)]);
    await quiet.end();
    expect(await bench.stepThrough({ store, tail: sourceOf(log) }, quiet.id)).toEqual(["sealed", "finished"]);
    expect(await db.prisma.segment.count({ where: { episodeId: quiet.id } })).toBe(0);
    expect(await db.prisma.episodeMark.count({ where: { episodeId: quiet.id } })).toBe(1);
    expect(await bench.episodeOf(quiet.id)).toMatchObject({ status: "completed", totalMessages: 0 });
  });

  test("a message of a topic nobody declared is described by what it is", async () => {
    const { log, store, session } = await bench.open();
    const topics = [...TOPICS, { name: "/extra/force", type: "float64", shape: [] } as const];
    const extra = { kind: "sample", topic: 3, t: 1, serverTime: STARTED_AT, frame: -1 } as const;
    await session.sendItems([itemOf(3), { ...extra, values: Float64Array.of(4) }], topics as typeof TOPICS);
    await session.end();
    await bench.stepThrough({ store, tail: sourceOf(log) }, session.id);
    const rows = await bench.db.prisma.topic.findMany({
      where: { episodeId: session.id },
      orderBy: { position: "asc" },
    });
    expect(rows.map(({ name, dataType, featureNames }) => ({ name, dataType, featureNames }))).toEqual([
      { name: STATE, dataType: "float32[]", featureNames: ["x", "y", "z"] },
      { name: "/extra/force", dataType: "float64[]", featureNames: ["force"] },
    ]);
  });
});

describe("the end of a recording", () => {
  test("the last success or failure mark is the outcome when the robot said none; what a person said before stands", async () => {
    const { log, store, session } = await bench.open();
    const tail = sourceOf(log);
    await session.send(20);
    await session.mark("failure", 0.1);
    await session.sendItems([
      { kind: "mark", serverTime: STARTED_AT + 50, mark: { t: 50, kind: "success", text: "" } },
    ]);
    await session.end();
    await bench.stepThrough({ store, tail }, session.id);
    expect(await bench.episodeOf(session.id)).toMatchObject({ outcome: "success" });

    const judged = await RecordedSession.open(bench.db, log, bench.workspaceId);
    await judged.send(20);
    await bench.db.prisma.episode.update({ where: { id: judged.id }, data: { outcome: "failure" } });
    await judged.end({ outcome: "success" });
    await bench.stepThrough({ store, tail }, judged.id);
    expect(await bench.episodeOf(judged.id)).toMatchObject({ outcome: "failure" });
  });

  test("a camera that was declared and sent nothing is said to be missing; one that did has the size of its first picture", async () => {
    const { log, store, session } = await bench.open();
    const declared = [CAMERA, "/observation/images/dead"].map((topic, position) => ({
      episodeId: session.id,
      topic,
      position,
      storage: "images",
    }));
    await bench.db.prisma.episodeCamera.createMany({ data: declared });
    await session.send(30);
    await session.end();
    await bench.stepThrough({ store, tail: sourceOf(log) }, session.id);
    const { cameras } = await bench.episodeOf(session.id);
    expect(cameras.toSorted((a, b) => b.frames - a.frames)).toMatchObject([
      { topic: CAMERA, storage: "images", width: 64, height: 48, frames: sentNumbers(31).picture.length },
      { storage: "missing", frames: 0, problem: expect.stringContaining("no picture") as string },
    ]);
  });

  test("a robot that never came back is said to be cut off, with everything it sent", async () => {
    const { log, store, session } = await bench.open();
    await session.send(40);
    await session.end({}, "grace");
    await bench.stepThrough({ store, tail: sourceOf(log) }, session.id);
    expect(await storedNumbers(bench.db, store, session.id)).toEqual(sentNumbers(41));
    const { warnings, status } = await bench.episodeOf(session.id);
    expect(status).toBe("completed");
    expect(warnings).toContainEqual({ code: "cut_off", message: "Cut off: the robot never ended it." });
  });

  test("figures that were counted ahead while recording give way to the exact ones", async () => {
    const { log, store, session } = await bench.open();
    const { db } = bench;
    await session.send(60);
    await session.askToSeal();
    const ahead = { totalMessages: 5_000, totalFrames: 4_000, endTime: 99, durationS: 99 };
    await db.prisma.episode.update({ where: { id: session.id }, data: ahead });
    const due = (await findDue(db)).find(({ episodeId }) => episodeId === session.id);
    await sealStep({ db, store, tail: sourceOf(log), partBytesMax: 1 << 20 }, due!);
    expect(await bench.episodeOf(session.id)).toMatchObject({
      totalMessages: 5_000,
      totalFrames: 4_000,
      endTime: 99,
    });
    await session.end();
    await bench.stepThrough({ store, tail: sourceOf(log) }, session.id);
    const sent = sentNumbers(61);
    expect(await bench.episodeOf(session.id)).toMatchObject({
      endTime: 0.6,
      totalFrames: sent.state.length,
      totalMessages: sent.state.length + sent.picture.length + sent.words.length,
    });
  });
});
