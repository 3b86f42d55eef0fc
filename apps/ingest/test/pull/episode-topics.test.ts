import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DecodedPart } from "../../src/pull/decode/decoded.ts";
import { DeviceClock } from "../../src/pull/episode/device-clock.ts";
import { EpisodeTopics, type Placed } from "../../src/pull/episode/episode-topics.ts";
import { PULL_LIMITS } from "../../src/pull/pull-limits.ts";

const numbers = (fields: Record<string, number>, path: string | null = null): DecodedPart => ({
  kind: "numbers",
  path,
  names: Object.keys(fields),
  units: null,
  values: Float64Array.from(Object.values(fields)),
});
const place = (topics: EpisodeTopics, part: DecodedPart, channel = "/j"): Placed => {
  const placed = topics.place(channel, part);
  if ("refused" in placed) throw new Error(placed.refused);
  return placed;
};

describe("a topic never changes its values", () => {
  test("fields in another order go to their places, those left out are NaN", () => {
    const topics = new EpisodeTopics();
    expect(place(topics, numbers({ a: 1, b: 2 })).declared).toMatchObject({
      topic: "/j",
      names: ["a", "b"],
      shape: [2],
    });
    expect(place(topics, numbers({ b: 4, a: 3 }))).toEqual({
      topic: "/j",
      declared: null,
      values: Float64Array.of(3, 4),
    });
    expect(place(topics, numbers({ b: 5 })).values).toEqual(Float64Array.of(Number.NaN, 5));
  });

  test("two arms that publish on one topic become two topics, and neither loses a value", () => {
    const topics = new EpisodeTopics();
    const left = { l1: 1, l2: 2 };
    const right = { r1: 3 };
    expect(place(topics, numbers(left, "position")).topic).toBe("/j/position");
    expect(place(topics, numbers(right, "position")).topic).toBe("/j/position/2");
    expect(place(topics, numbers(left, "position"))).toMatchObject({ topic: "/j/position", declared: null });
    expect(place(topics, numbers(right, "position"))).toMatchObject({
      topic: "/j/position/2",
      declared: null,
    });
  });

  test("text, pictures and numbers of one name are kept apart", () => {
    const topics = new EpisodeTopics();
    expect(place(topics, { kind: "text", path: null, text: "x" }).topic).toBe("/j");
    expect(place(topics, { kind: "image", path: null, bytes: new Uint8Array() }).topic).toBe("/j/2");
    expect(place(topics, numbers({ a: 1 })).topic).toBe("/j/3");
  });

  test("whatever fields come, each value is found under its name, or the message is refused", () => {
    const names = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(names, { maxLength: 40 }), (messages) => {
        const topics = new EpisodeTopics();
        for (const [n, fields] of messages.entries()) {
          const given = Object.fromEntries(fields.map((name, i) => [name, n * 10 + i]));
          const placed = topics.place("/x", numbers(given));
          if ("refused" in placed) continue;
          const layout = topics.declarations.find(({ topic }) => topic === placed.topic)!;
          expect(placed.values).toHaveLength(layout.shape![0]!);
          const found = layout.names!.map((name, i) => [name, placed.values![i]!] as const);
          expect(Object.fromEntries(found.filter(([, value]) => !Number.isNaN(value)))).toEqual(given);
        }
      }),
    );
  });

  test("how many sets of fields, topics and letters there may be is bounded, and told", () => {
    const topics = new EpisodeTopics();
    for (let i = 0; i < PULL_LIMITS.layoutsMax; i++) place(topics, numbers({ [`f${i}`]: i }));
    expect(topics.place("/j", numbers({ one: 1 }))).toEqual({
      refused: "its fields change too often; 8 sets of them are recorded",
    });
    const long = Object.fromEntries(Array.from({ length: 1_200 }, (_, i) => [`${i}`.padStart(120, "x"), i]));
    place(topics, numbers(long), "/long");
    expect(topics.place("/longer", numbers(long))).toEqual({
      refused: "the names of all fields are too long",
    });
    for (let i = topics.declarations.length; i < 256; i++) place(topics, numbers({ a: 1 }), `/t${i}`);
    expect(topics.place("/more", numbers({ a: 1 }))).toEqual({
      refused: "an episode holds at most 256 topics",
    });
  });

  test("two values of one name are refused", () => {
    const twice: DecodedPart = {
      kind: "numbers",
      path: null,
      names: ["a", "a"],
      units: null,
      values: Float64Array.of(1, 2),
    };
    expect(new EpisodeTopics().place("/x", twice)).toEqual({ refused: "two of its fields have one name" });
  });
});

describe("times are seconds from the first message", () => {
  const S = 1_000_000_000n;
  const now = 1_700_000_000n * S;

  test("a header's own time counts, exact to a nanosecond over hours", () => {
    const clock = new DeviceClock();
    expect(clock.timeOf("/a", now, now + 5n).t).toBe(0);
    expect(clock.timeOf("/a", now + 7_200n * S + 1n, now).t).toBeCloseTo(7_200.000000001, 9);
    expect(clock.timeOf("/b", null, now + S).t).toBe(1);
  });

  test("a clock that jumps is kept as sent", () => {
    const clock = new DeviceClock();
    clock.timeOf("/a", now, now);
    expect(clock.timeOf("/a", now - 50n * S, now).t).toBe(-50);
    expect(clock.timeOf("/a", now + 86_400n * S, now).t).toBe(86_400);
  });

  test("header times of another clock are told once, and the server's are taken", () => {
    const clock = new DeviceClock();
    expect(clock.timeOf("/boot", 12n * S, now)).toEqual({ t: 0, otherClock: true });
    expect(clock.timeOf("/boot", 13n * S, now + S)).toEqual({ t: 1, otherClock: false });
  });
});
