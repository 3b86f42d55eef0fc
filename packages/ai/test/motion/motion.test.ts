import { describe, expect, test } from "vitest";
import {
  fitMotionSpace,
  MOTION_DIMS,
  motionSignals,
  motionSpaceKey,
  type MotionSpaceFit,
  motionVector,
} from "../../src/motion.ts";
import type { SignalColumns } from "../../src/types.ts";

const META = { robotType: "arm" };

function signal(
  topic: string,
  rows: number,
  dims: number,
  value: (s: number, d: number) => number,
): SignalColumns {
  const t = Float64Array.from({ length: rows }, (_, row) => row / 20);
  const values = Float64Array.from({ length: rows * dims }, (_, i) =>
    value(t[Math.floor(i / dims)]!, i % dims),
  );
  return { topic, t, dims, values, names: [], units: [] };
}

/** A reach to somewhere and back. */
function reach(n: number, rows = 100 + n): SignalColumns[] {
  const place = (s: number, d: number): number => Math.sin(s + n / 3) * (d + 1) + Math.cos(n * (d + 1));
  return [
    signal("/observation/state", rows, 3, place),
    signal("/action", rows, 3, (s, d) => place(s + 0.1, d)),
  ];
}

const EPISODES = Array.from({ length: 12 }, (_, n) => reach(n));
const FIT = fitMotionSpace(EPISODES.map((signals) => ({ signals, meta: META })));

function distance(a: Float32Array, b: Float32Array): number {
  return Math.hypot(...a.map((value, d) => value - b[d]!));
}

describe("a motion vector", () => {
  test("has the same length in every space, whatever the dimensions", () => {
    for (const dims of [1, 2, 7, 44, 300]) {
      const signals = [signal("/observation/state", 50, dims, (s, d) => Math.sin(s * (d + 1)))];
      const fit = fitMotionSpace([{ signals, meta: META }]);
      expect(motionVector(fit, signals, META).length, `${dims}`).toBe(MOTION_DIMS);
    }
  });

  test("is the same after the fit went through JSON, and every time", () => {
    const read = JSON.parse(JSON.stringify(FIT)) as MotionSpaceFit;
    for (const signals of EPISODES)
      expect(motionVector(read, signals, META)).toEqual(motionVector(FIT, signals, META));
    const again = fitMotionSpace(EPISODES.map((signals) => ({ signals, meta: META })));
    expect(again).toEqual(FIT);
  });

  test("of one space lies nearer to any other of it than to one of another space", () => {
    const others = EPISODES.map((signals) => ({ signals, meta: { robotType: "leg" } }));
    const foreign = fitMotionSpace(others);
    const own = EPISODES.map((signals) => motionVector(FIT, signals, META));
    for (const { signals, meta } of others)
      for (const a of own)
        for (const b of own)
          expect(distance(a, b)).toBeLessThan(distance(a, motionVector(foreign, signals, meta)));
  });

  test("does not change with outcome, reward or task", () => {
    const told = [
      ...EPISODES[0]!,
      signal("/next/reward", 100, 1, (s) => s),
      signal("/next/success", 100, 1, () => 1),
      signal("/task_index", 100, 9, () => 3),
    ];
    expect(motionVector(FIT, told, META)).toEqual(motionVector(FIT, EPISODES[0]!, META));
  });

  test("refuses an episode of another space", () => {
    expect(() => motionVector(FIT, EPISODES[0]!, { robotType: "leg" })).toThrow(RangeError);
    expect(() => fitMotionSpace([])).toThrow(RangeError);
  });
});

describe("odd signals give finite vectors", () => {
  const odd: [string, SignalColumns[]][] = [
    ["constant", [signal("/observation/state", 80, 4, () => 7)]],
    ["all the same zero", [signal("/observation/state", 80, 4, () => 0)]],
    ["no number at all", [signal("/observation/state", 80, 4, () => Number.NaN)]],
    [
      "numbers with gaps",
      [signal("/observation/state", 80, 4, (s, d) => (s % 1 < 0.3 ? Number.NaN : s * d))],
    ],
    ["infinite", [signal("/observation/state", 80, 4, (s) => (s > 1 ? Infinity : s))]],
    ["huge", [signal("/observation/state", 80, 4, (s) => s * 1e300)]],
    ["two rows", [signal("/observation/state", 2, 4, (s) => s)]],
    ["no time between rows", [{ ...signal("/observation/state", 50, 4, (s) => s), t: new Float64Array(50) }]],
    ["whole numbers of 64 bits", [bigints()]],
  ];

  test.each(odd)("%s", (_, signals) => {
    for (const together of [[signals], [signals, signals], [signals, [shifted(signals[0]!)]]]) {
      const fit = fitMotionSpace(together.map((one) => ({ signals: one, meta: META })));
      expect(JSON.parse(JSON.stringify(fit))).toEqual(fit);
      for (const one of together) expect(motionVector(fit, one, META).every(Number.isFinite)).toBe(true);
    }
  });

  test("one row moves nothing, so that there is no space", () => {
    expect(motionSpaceKey([signal("/observation/state", 1, 4, () => 1)], META)).toBeNull();
    expect(motionSpaceKey([], META)).toBeNull();
  });
});

test("a night's recording costs no more samples than a quarter of an hour", () => {
  const reads = (rows: number): number => {
    let count = 0;
    const values = new Proxy(
      { length: rows * 3 },
      {
        get: (_, key) => (key === "length" ? rows * 3 : (count++, Math.sin(Number(key)))),
      },
    ) as unknown as ArrayLike<number>;
    const t = Float64Array.from({ length: rows }, (_, row) => row / 50);
    motionVector(
      fitMotionSpace([{ signals: EPISODES[0]!.slice(0, 1), meta: META }]),
      [{ topic: "/observation/state", t, dims: 3, values, names: [], units: [] }],
      META,
    );
    return count;
  };
  const [quarter, night] = [reads(45_000), reads(1_500_000)];
  expect(night).toBeLessThanOrEqual(1.5 * quarter);
});

describe("the space of an episode", () => {
  test("is that of its robot's state and action, by type, dimensions and names", () => {
    const key = motionSpaceKey(EPISODES[0]!, META);
    expect(motionSpaceKey(EPISODES[5]!, META)).toBe(key);
    expect(motionSpaceKey(EPISODES[0]!, { robotType: "ARM " })).toBe(key);
    expect(motionSpaceKey(EPISODES[0]!, { robotType: "leg" })).not.toBe(key);
    expect(motionSpaceKey(EPISODES[0]!.slice(0, 1), META)).not.toBe(key);
    const named = EPISODES[0]!.map((one) => ({ ...one, names: ["a", "b", "c"] }));
    expect(motionSpaceKey(named, META)).not.toBe(key);
  });

  test("an unknown robot is any", () => {
    expect(motionSpaceKey(EPISODES[0]!, { robotType: "unknown" })).toBe(
      motionSpaceKey(EPISODES[0]!, { robotType: null }),
    );
  });

  test.each([
    [["/observation/state", "/action", "/observation/effort"], "/observation/state", "/action"],
    [["/joint_states", "/joint_commands"], "/joint_states", "/joint_commands"],
    [
      [
        "/state/joints_velocity",
        "/state/joints",
        "/action/delta_joints",
        "/action/joints",
        "/annotation/index",
      ],
      "/state/joints",
      "/action/joints",
    ],
    [["/arm/qpos", "/camera/exposure"], "/arm/qpos", null],
    [["/action"], "/action", null],
    [["/next/reward", "/next/done"], null, null],
  ])("of %j it takes %s and %s", (topics, state, action) => {
    const found = motionSignals(topics.map((topic) => signal(topic, 10, 3, (s) => s)));
    expect([found.state?.topic ?? null, found.action?.topic ?? null]).toEqual([state, action]);
  });
});

function bigints(): SignalColumns {
  const one = signal("/observation/state", 80, 4, (s) => s);
  const values = BigInt64Array.from(one.values as Float64Array, (_, i) => BigInt(i % 11));
  return { ...one, values: values as unknown as ArrayLike<number> };
}

function shifted(one: SignalColumns): SignalColumns {
  return { ...one, values: Float64Array.from(one.values, (value) => Number(value) + 1) };
}
