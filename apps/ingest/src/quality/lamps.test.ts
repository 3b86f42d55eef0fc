import { describe, expect, test } from "vitest";
import { CameraQuality } from "./camera-quality.ts";
import { cameraLamp, topicLamp } from "./lamps.ts";
import { TopicQuality } from "./topic-quality.ts";

const START = 1_700_000_000;

interface Feed {
  from?: number;
  to: number;
  hz?: number;
  value?: (t: number) => number;
  time?: (t: number, i: number) => number;
}

function feed(topic: TopicQuality, { from = 0, to, hz = 10, value = Math.sin, time = (t) => t }: Feed): void {
  const count = Math.round((to - from) * hz);
  for (let i = 0; i < count; i++) {
    const t = from + i / hz;
    topic.add(time(t, i), START + t, Float32Array.of(value(t), 1));
  }
}

function lampAt(topic: TopicQuality, t: number): ReturnType<typeof topicLamp> {
  return topicLamp(topic.snapshot(START + t));
}

function floats(declaredHz: number | null = null): TopicQuality {
  return new TopicQuality({ dataType: "float32[]", declaredHz });
}

describe("a topic of numbers", () => {
  test("is ok when it comes as it always has", () => {
    const topic = floats();
    feed(topic, { to: 20 });
    expect(lampAt(topic, 20)).toEqual({ lamp: "ok", reason: null });
    expect(topic.snapshot(START + 20)).toMatchObject({
      gaps: 0,
      outOfOrder: 0,
      messages: 200,
      lastTime: 19.9,
    });
    expect(topic.snapshot(START + 20).meantHz).toBeCloseTo(10, 6);
  });

  test("that lost part of its rate says which, and that of its declaration is meant when near", () => {
    const topic = floats(10);
    feed(topic, { to: 20, hz: 8 });
    expect(lampAt(topic, 20)).toEqual({ lamp: "warn", reason: "8 Hz, meant 10" });
  });

  test("far from the declared rate runs by its own", () => {
    const topic = floats(10);
    feed(topic, { to: 20, hz: 100 });
    expect(topic.snapshot(START + 20).meantHz).toBeCloseTo(100, 3);
    expect(lampAt(topic, 20).lamp).toBe("ok");
  });

  test("that becomes slower later is measured by how it was", () => {
    const topic = floats();
    feed(topic, { to: 10, hz: 50 });
    expect(lampAt(topic, 10).lamp).toBe("ok");
    feed(topic, { from: 10, to: 30, hz: 20 });
    expect(lampAt(topic, 30)).toEqual({ lamp: "bad", reason: "20 Hz, meant 50" });
  });

  test("that becomes silent is first a warning, then bad", () => {
    const topic = floats();
    feed(topic, { to: 10 });
    expect(lampAt(topic, 10).lamp).toBe("ok");
    expect(lampAt(topic, 12)).toEqual({ lamp: "warn", reason: "nothing for 2.1 s" });
    expect(lampAt(topic, 90)).toEqual({ lamp: "bad", reason: "nothing for 1 min 20 s" });
  });

  test("that has brought nothing yet says so", () => {
    expect(lampAt(floats(), 3)).toEqual({ lamp: "warn", reason: "nothing has come yet" });
  });

  test("by event has no rate to miss", () => {
    const topic = floats();
    feed(topic, { to: 100, hz: 1, time: (t, i) => t + (i % 2) * 0.9 });
    expect(topic.snapshot(START + 100).meantHz).toBeNull();
    expect(lampAt(topic, 160).lamp).toBe("ok");
  });

  test("that freezes after it moved is told how long, and forgotten when it moves", () => {
    const topic = floats();
    feed(topic, { to: 10 });
    feed(topic, { from: 10, to: 13.2, value: () => 5 });
    expect(lampAt(topic, 13.2)).toEqual({ lamp: "warn", reason: "frozen for 3.1 s" });
    feed(topic, { from: 13.2, to: 14 });
    expect(lampAt(topic, 14).lamp).toBe("ok");
  });

  test("that never moved is told after ten seconds", () => {
    const topic = floats();
    feed(topic, { to: 9, value: () => 0 });
    expect(lampAt(topic, 9).lamp).toBe("ok");
    feed(topic, { from: 9, to: 12, value: () => 0 });
    expect(lampAt(topic, 12)).toEqual({ lamp: "warn", reason: "has not moved since the start" });
  });

  test("that switches now and then, and flags, may stand still", () => {
    const gripper = floats();
    feed(gripper, { to: 30, value: (t) => Math.floor(t / 8) });
    expect(lampAt(gripper, 30).lamp).toBe("ok");
    const flag = new TopicQuality({ dataType: "bool[]" });
    for (let i = 0; i < 300; i++) flag.add(i / 10, START + i / 10, Uint8Array.of(0));
    expect(lampAt(flag, 30).lamp).toBe("ok");
  });

  test("with NaN is bad while they come", () => {
    const topic = floats();
    feed(topic, { to: 10, value: (t) => (t > 9 && t < 9.25 ? Number.NaN : t) });
    expect(lampAt(topic, 10)).toEqual({ lamp: "bad", reason: "2 messages with values that are not numbers" });
    feed(topic, { from: 10, to: 20 });
    expect(lampAt(topic, 20).lamp).toBe("ok");
    expect(topic.snapshot(START + 20).nonFinite).toBe(2);
  });

  test("with a pause of more than 2.5 periods has a gap, with one lost message it has none", () => {
    const topic = floats();
    feed(topic, { to: 10 });
    topic.snapshot(START + 10);
    feed(topic, { from: 10.1, to: 12 });
    expect(topic.snapshot(START + 12).gaps).toBe(0);
    feed(topic, { from: 12.4, to: 16 });
    expect(topic.snapshot(START + 16).gaps).toBe(1);
    expect(lampAt(topic, 16)).toEqual({ lamp: "warn", reason: "a gap of 0.5 s" });
  });

  test("out of time order is counted and told", () => {
    const topic = floats();
    feed(topic, { to: 10, time: (t, i) => (i === 95 ? t - 0.3 : t) });
    expect(topic.snapshot(START + 10).outOfOrder).toBe(1);
    expect(lampAt(topic, 10)).toEqual({ lamp: "warn", reason: "1 message out of time order" });
  });

  test("that comes unevenly tells its jitter", () => {
    const topic = floats();
    feed(topic, { to: 10, hz: 20 });
    topic.snapshot(START + 10);
    feed(topic, { from: 10, to: 20, hz: 20, time: (t, i) => t + (i % 2) * 0.035 });
    const { jitterS } = topic.snapshot(START + 20);
    expect(jitterS).toBeGreaterThan(0.03);
    expect(lampAt(topic, 20).reason).toMatch(/^uneven: ± \d+(\.\d)? ms$/);
  });
});

describe("a camera", () => {
  function pictures(
    camera: CameraQuality,
    from: number,
    to: number,
    print: (t: number) => number,
    light = 120,
  ): void {
    for (let i = Math.round(from * 10); i < to * 10; i++) {
      camera.add(i / 10, START + i / 10, print(i / 10), i % 10 === 0 ? light : null);
    }
  }

  test("is ok, then frozen with a warning, then bad", () => {
    const camera = new CameraQuality({ declaredHz: 10 });
    pictures(camera, 0, 10, (t) => t);
    expect(cameraLamp(camera.snapshot(START + 10)).lamp).toBe("ok");
    pictures(camera, 10, 12, () => 7);
    expect(cameraLamp(camera.snapshot(START + 12))).toEqual({
      lamp: "warn",
      reason: "picture frozen for 1.9 s",
    });
    pictures(camera, 12, 15, () => 7);
    expect(cameraLamp(camera.snapshot(START + 15)).lamp).toBe("bad");
  });

  test.each([
    [3, "bad", "black"],
    [20, "warn", "dark"],
    [120, "ok", null],
    [252, "warn", "overexposed"],
  ])("of mean luminance %d is %s", (light, lamp, reason) => {
    const camera = new CameraQuality();
    pictures(camera, 0, 5, (t) => t, light);
    expect(cameraLamp(camera.snapshot(START + 5))).toEqual({ lamp, reason });
  });
});
