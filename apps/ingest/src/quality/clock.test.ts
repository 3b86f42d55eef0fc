import fc from "fast-check";
import { expect, test } from "vitest";
import { ClockEstimate } from "./clock.ts";

const START = 1_700_000_000;

interface Run {
  seconds: number;
  hz?: number;
  /** Robot time of true time. */
  clock?: (s: number) => number;
  delay?: (s: number, i: number) => number;
}

function run({ seconds, hz = 50, clock = (s) => s, delay = () => 0.02 }: Run): ClockEstimate {
  const estimate = new ClockEstimate(START);
  let arrived = 0;
  for (let i = 0; i < seconds * hz; i++) {
    const s = i / hz;
    // One connection: no message overtakes another.
    arrived = Math.max(arrived, s + delay(s, i));
    estimate.add(clock(s), START + arrived);
  }
  return estimate;
}

test("the offset is that of the least delayed messages", () => {
  const delay = (_s: number, i: number): number => (i % 40 < 20 ? 0.3 : 0.03);
  expect(run({ seconds: 60, delay }).snapshot().offsetMs).toBe(30);
});

test("a skew of 500 ppm is found to within 10 % under a jittery network, and is no jump", () => {
  const snapshot = run({
    seconds: 300,
    clock: (s) => s * (1 + 500e-6),
    delay: (_s, i) => 0.02 + 0.1 * Math.abs(Math.sin(i * 12.9898)),
  }).snapshot();
  expect(snapshot.skewPpm).toBeGreaterThan(450);
  expect(snapshot.skewPpm).toBeLessThan(550);
  expect(snapshot.jumpsTotal).toBe(0);
});

test("less than a minute tells no skew", () => {
  expect(run({ seconds: 50 }).snapshot().skewPpm).toBeNull();
});

test.each([86_400, -86_400, 3, -3, 0.4, -0.4])("a jump of %d s is told once, with its size", (by) => {
  const { jumps, jumpsTotal } = run({ seconds: 40, clock: (s) => (s < 20 ? s : s + by) }).snapshot();
  expect(jumpsTotal).toBe(1);
  expect(jumps[0]?.by).toBeCloseTo(by, 1);
  expect(jumps[0]?.atServer).toBeCloseTo(START + 20.02, 1);
});

test("only the latest jumps are kept, all are counted", () => {
  const { jumps, jumpsTotal } = run({ seconds: 100, clock: (s) => s + Math.floor(s / 10) }).snapshot();
  expect(jumpsTotal).toBe(9);
  expect(jumps).toHaveLength(5);
});

test("a connection that was cut for any time and sends what it kept is no jump", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.3, max: 200, noNaN: true }),
      fc.integer({ min: 1, max: 400 }),
      (cutS, backlogHz) => {
        let sentAt = 0;
        const delay = (s: number): number => {
          if (s < 10) return 0.02;
          // The backlog goes out as fast as the line allows.
          sentAt = Math.max(sentAt + 1 / (50 + backlogHz), s + 0.02, 10 + cutS);
          return sentAt - s;
        };
        return run({ seconds: 300, hz: 50, delay }).snapshot().jumpsTotal === 0;
      },
    ),
    { numRuns: 40 },
  );
});

test("single odd times are counted and never a jump", () => {
  const odd = [Number.NaN, Infinity, -1, 2 ** 63, 500, 0];
  const estimate = new ClockEstimate(START);
  for (let i = 0; i < 3_000; i++) {
    estimate.add(5 + i / 50, START + 5 + i / 50);
    if (i % 500 === 499) estimate.add(odd[Math.floor(i / 500)] ?? 0, START + 5 + i / 50);
  }
  const { jumpsTotal, oddTimes } = estimate.snapshot();
  expect(jumpsTotal).toBe(0);
  expect(oddTimes).toBe(4);
});

test("a topic whose messages always come half a second late is no jump", () => {
  const estimate = new ClockEstimate(START);
  for (let i = 0; i < 3_000; i++) {
    estimate.add(5 + i / 50, START + 5 + i / 50);
    if (i % 5 === 0) estimate.add(4.5 + i / 50, START + 5 + i / 50);
  }
  expect(estimate.snapshot().jumpsTotal).toBe(0);
});

/** A new process that goes on with what `before` showed: 40 s later a robot sends what it kept since, 20 times as fast, then what it measures. */
function resumed(
  before: ClockEstimate,
  {
    at,
    keptS = 40,
    clock = (s: number) => s,
    known = true,
  }: { at: number; keptS?: number; clock?: (s: number) => number; known?: boolean },
): ClockEstimate {
  const estimate = new ClockEstimate(START);
  estimate.resume(known ? before.snapshot() : null);
  for (let i = 0; i < keptS * 50; i++) estimate.add(clock(at + i / 50), START + at + 40 + i / 1_000);
  for (let i = 0; i < 200 * 50; i++) {
    const s = at + 40 + keptS / 20 + i / 50;
    estimate.add(clock(s), START + s + 0.02);
  }
  return estimate;
}

test.each([true, false])(
  "a backlog after a restart is no skew and no jump (figures of before: %s)",
  (known) => {
    for (const keptS of [40, 10, 1]) {
      const snapshot = resumed(run({ seconds: 90 }), { at: 90, keptS, known }).snapshot();
      expect(snapshot).toMatchObject({ jumpsTotal: 0, skewPpm: null, offsetMs: 20 });
    }
  },
);

test("a robot that kept only the first of what it measured while it was cut off has not jumped", () => {
  const estimate = run({ seconds: 60 });
  for (let i = 0; i < 1_000; i++) estimate.add(60 + i / 50, START + 160 + i / 10);
  for (let i = 0; i < 5_000; i++) estimate.add(265 + i / 50, START + 265.02 + i / 50);
  expect(estimate.snapshot()).toMatchObject({ jumpsTotal: 0, skewPpm: null, offsetMs: 20 });
});

test("what was known of jumps, odd times and skew before a restart stays known, and goes on", () => {
  const clock = (s: number): number => s * (1 + 500e-6) + (s < 20 ? 0 : 5);
  const before = run({ seconds: 200, clock });
  const told = before.snapshot();
  expect(told.skewPpm).toBeGreaterThan(450);
  const estimate = new ClockEstimate(START);
  estimate.resume(told);
  expect(estimate.snapshot()).toEqual(told);
  const after = resumed(before, { at: 200, clock }).snapshot();
  expect(after).toMatchObject({ jumps: told.jumps, jumpsTotal: 1 });
  expect(after.skewPpm).toBeGreaterThan(450);
  expect(after.skewPpm).toBeLessThan(550);
  const jumped = resumed(before, { at: 200, clock: (s) => clock(s) + (s < 300 ? 0 : 3) }).snapshot();
  expect(jumped.jumps.map(({ by }) => Math.round(by))).toEqual([5, 3]);
});

test("a delay that steps up or down anywhere is never told as skew", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 299 }),
      fc.double({ min: 0.005, max: 0.24, noNaN: true }),
      fc.boolean(),
      (at, stepS, isUp) => {
        const delay = (s: number): number => 0.01 + (s < at === isUp ? 0 : stepS);
        return run({ seconds: 300, hz: 10, delay }).snapshot().skewPpm === null;
      },
    ),
  );
});

test("two messages a minute apart tell no skew", () => {
  expect(run({ seconds: 180, hz: 1 / 45, clock: (s) => s * 1.0005 }).snapshot().skewPpm).toBeNull();
});
