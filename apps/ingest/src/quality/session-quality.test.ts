import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import type { DataMessage } from "@retake/protocol/messages";
import { pictureFingerprint } from "./picture-fingerprint.ts";
import { SessionQuality } from "./session-quality.ts";

const START = 1_700_000_000;

function joints(topic: string, t: number): DataMessage {
  const data = Float32Array.of(-Math.PI * Math.sin(t), 2, 3);
  return { type: "message", seq: null, topic, timestamp: t, frame_index: null, data_type: "float32[]", data };
}

function picture(t: number, bytes: number): DataMessage {
  const data = new Uint8Array(randomBytes(bytes));
  return {
    type: "message",
    seq: null,
    topic: "/camera",
    timestamp: t,
    frame_index: null,
    data_type: "image",
    data,
  };
}

function twentyTopics(seconds: number): SessionQuality {
  const quality = new SessionQuality({ startedAt: START, fps: 10 });
  quality.declare("/silent", "float32[]");
  for (let i = 0; i < seconds * 10; i++) {
    const now = START + i / 10 + 0.01;
    for (let topic = 0; topic < 18; topic++) quality.add(joints(`/arm_${topic}/joint_states`, i / 10), now);
    quality.add(picture(i / 10, 1_000), now, 100);
    quality.acked(0.004 + (i % 50 === 0 ? 0.02 : 0), now);
  }
  return quality;
}

test("the figures of 20 topics stay below 8 KB and hold only finite numbers", () => {
  const figures = twentyTopics(60).figures(START + 60);
  expect(figures.topics).toHaveLength(20);
  const text = JSON.stringify(figures);
  expect(text.length).toBeLessThan(8_192);
  expect(JSON.parse(text)).toEqual(figures);
  expect(figures.topics[1]?.spark).toHaveLength(24);
});

test("the totals are those of all topics", () => {
  const figures = twentyTopics(20).figures(START + 20);
  expect(figures.rateHz).toBeGreaterThan(185);
  expect(figures.rateHz).toBeLessThan(195);
  expect(figures.bytesPerS / (10 * (18 * 12 + 1_000))).toBeCloseTo(1, 1);
  expect(figures.lagMs).toBe(24);
  expect(figures.clock.offsetMs).toBe(10);
  expect(figures.topics.find(({ name }) => name === "/camera")).toMatchObject({
    kind: "camera",
    lamp: "ok",
    spark: null,
  });
  expect(figures.topics.find(({ name }) => name === "/silent")).toMatchObject({ lamp: "warn", rateHz: 0 });
});

test("the lag of long ago is not told", () => {
  expect(twentyTopics(20).figures(START + 40).lagMs).toBeNull();
});

test("a clean recording has no warnings; a jump, odd times and NaN have", () => {
  const quality = twentyTopics(20);
  expect(quality.warnings(START + 20)).toEqual([]);
  for (let i = 0; i < 100; i++) quality.add(joints("/arm_0/joint_states", 80 + i / 10), START + 20 + i / 10);
  quality.add(joints("/arm_1/joint_states", -1), START + 31);
  quality.add(
    { ...joints("/arm_2/joint_states", 90), data: Float32Array.of(Number.NaN, 1, 2) } as DataMessage,
    START + 31,
  );
  const codes = quality.warnings(START + 31).map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(["clock_jump", "odd_times", "not_finite"]));
});

test("times that are no number are told once, by who gives them a place: nothing is said to be kept as sent", () => {
  const quality = twentyTopics(20);
  for (const time of [Number.NaN, Infinity]) quality.add(joints("/arm_1/joint_states", time), START + 21);
  expect(quality.figures(START + 21).clock).toMatchObject({ oddTimes: 2, notFinite: 2 });
  expect(quality.warnings(START + 21).map(({ code }) => code)).not.toContain("odd_times");
});

test.each([3_600, -3_600])(
  "a clock that jumps by %d s is no gap and no disorder of what comes behind it",
  (by) => {
    const quality = new SessionQuality({ startedAt: START, fps: 50 });
    for (let i = 0; i < 1_000; i++) {
      const now = START + i / 50;
      const t = i / 50 + (i < 700 ? 0 : by);
      quality.add(joints("/a", t), now);
      quality.add(joints("/b", t), now);
      if (i % 100 === 0) quality.figures(now);
    }
    expect(quality.warnings(START + 20).map(({ code }) => code)).not.toContain("gaps");
    expect(quality.warnings(START + 20).map(({ code }) => code)).toContain("clock_jump");
    expect(quality.figures(START + 20).topics.map(({ lamp }) => lamp)).toEqual(["ok", "ok"]);
  },
);

test("the fingerprint tells pictures of equal length apart, and is the same for equal bytes", () => {
  const one = new Uint8Array(randomBytes(30_000));
  expect(pictureFingerprint(one)).toBe(pictureFingerprint(one.slice()));
  expect(pictureFingerprint(one)).not.toBe(pictureFingerprint(new Uint8Array(randomBytes(30_000))));
  expect(pictureFingerprint(new Uint8Array())).toBe(pictureFingerprint(new Uint8Array()));
});
