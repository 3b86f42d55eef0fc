import fc from "fast-check";
import { expect, it } from "vitest";
import { describeFacts, episodeFacts, searchTexts } from "../src/facts.ts";
import type { EpisodeMeta, SignalColumns } from "../src/types.ts";
import { bareMeta } from "./episode-meta.ts";

const TOPICS = [
  "/observation/state",
  "/action",
  "/observation/environment_state",
  "/next/reward",
  "/state/gripper_width",
  "/x",
];
const NAMES = [
  "gripper.pos",
  "left_gripper",
  "cube.x",
  "cube.y",
  "goal.x",
  "goal.y",
  "j1",
  "shoulder",
  "",
  "\u202ea",
];
const number = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1, -1, 100) },
  { weight: 1, arbitrary: fc.double() },
);

const signal: fc.Arbitrary<SignalColumns> = fc
  .record({
    topic: fc.constantFrom(...TOPICS),
    rows: fc.integer({ min: 0, max: 80 }),
    dims: fc.integer({ min: 0, max: 5 }),
  })
  .chain(({ topic, rows, dims }) =>
    fc.record({
      topic: fc.constant(topic),
      t: fc
        .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: rows, maxLength: rows })
        .map((steps) =>
          Float64Array.from(
            steps,
            (
              (at) => (step: number) =>
                (at += step)
            )(0),
          ),
        ),
      dims: fc.constant(dims),
      values: fc.array(number, { minLength: rows * dims, maxLength: rows * dims }),
      names: fc.oneof(
        fc.constant([]),
        fc.array(fc.constantFrom(...NAMES), { minLength: dims, maxLength: dims }),
      ),
      units: fc.oneof(
        fc.constant([]),
        fc.array(fc.constantFrom("rad", "m", ""), { minLength: dims, maxLength: dims }),
      ),
    }),
  );

const said = fc.record({
  task: fc.option(fc.string({ unit: "binary", maxLength: 500 })),
  notes: fc.option(fc.string({ unit: "binary", maxLength: 2_000 })),
  durationS: fc.oneof(
    fc.double({ min: 0, max: 60, noNaN: true }),
    fc.constantFrom(0, Number.NaN, Infinity, -1),
  ),
  totalReward: fc.option(fc.double()),
  outcome: fc.constantFrom("success" as const, "failure" as const, null),
  tags: fc.array(fc.string({ unit: "binary" }), { maxLength: 80 }),
  labels: fc.array(
    fc.record({
      lane: fc.string(),
      label: fc.string({ unit: "binary" }),
      start: fc.double(),
      end: fc.option(fc.double()),
      note: fc.option(fc.string({ unit: "binary" })),
    }),
    { maxLength: 100 },
  ),
});
const meta = said.map((some): EpisodeMeta => ({ ...bareMeta, ...some }));

it("whatever signals hold and people write: no error, findings within the episode, texts and rows bounded", () => {
  fc.assert(
    fc.property(meta, fc.array(signal, { maxLength: 5 }), (whose, signals) => {
      const facts = episodeFacts(whose, signals);
      expect(facts.findings.length).toBeLessThanOrEqual(200);
      for (const { start, end, text } of facts.findings) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end ?? start).toBeGreaterThanOrEqual(start);
        expect(end ?? start).toBeLessThanOrEqual(facts.durationS);
        expect(text.length).toBeLessThanOrEqual(300);
        expect(text).not.toMatch(/NaN(?!\))|Infinity|undefined|null/);
      }
      const text = describeFacts(facts);
      expect(text.length).toBeLessThanOrEqual(2_400);
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      // Plain JSON: what is kept is what was found.
      expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
      const { a, b, c, fields } = searchTexts(whose, facts, null);
      expect(a.length + b.length + c.length).toBeLessThan(150_000);
      expect(fields.every((field) => field.text !== "")).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it("the same episode gives the same facts and text", () => {
  fc.assert(
    fc.property(fc.array(signal, { maxLength: 3 }), (signals) => {
      expect(episodeFacts(bareMeta, signals)).toEqual(episodeFacts(bareMeta, signals));
    }),
    { numRuns: 50 },
  );
});

/** Values that count how often they are read, and take no memory. */
function counted(
  length: number,
  value: (i: number) => number,
): { values: ArrayLike<number>; reads: () => number } {
  let reads = 0;
  const values = new Proxy([] as number[], {
    get: (_, key) => {
      if (key === "length") return length;
      reads += 1;
      return value(Number(key));
    },
  });
  return { values, reads: () => reads };
}

it("of ten million rows a bounded number is read, and a gap and a grasp among them are still found", () => {
  const rows = 10_000_000;
  const fps = 10_000;
  const t = Float64Array.from({ length: rows }, (_, i) => i / fps + (i > 7_000_000 ? 2 : 0));
  const { values, reads } = counted(rows * 2, (i) => {
    const now = (i >> 1) / fps;
    return i % 2 === 0 ? now : now > 300 && now < 500 ? 0 : 1;
  });
  const long = { topic: "/observation/state", t, dims: 2, values, names: ["shoulder", "gripper"], units: [] };
  const facts = episodeFacts({ ...bareMeta, durationS: 1_002 }, [long]);
  expect(reads()).toBeLessThan(100_000);
  expect(facts.findings.map(({ kind }) => kind)).toEqual(["grasp", "release", "gap"]);
});

it("of thousands of dimensions those that move are told", () => {
  const dims = 5_000;
  const rows = 400;
  const t = Float64Array.from({ length: rows }, (_, i) => i / 40);
  const { values, reads } = counted(rows * dims, (i) => (i % dims === 4_321 ? Math.sin(i / dims / 20) : 0));
  const facts = episodeFacts(bareMeta, [
    { topic: "/observation/state", t, dims, values, names: [], units: [] },
  ]);
  expect(facts.motion).toMatchObject({
    dims,
    movingDims: 1,
    movers: [{ dim: 4_321, name: "dimension 4321" }],
  });
  expect(reads()).toBeLessThan(400_000);
});

it("an episode of one frame, of no rows, of no dimensions and of no signals is described", () => {
  const one = (rows: number, dims: number): SignalColumns => ({
    topic: "/observation/state",
    t: new Float64Array(rows),
    dims,
    values: new Float32Array(rows * dims),
    names: [],
    units: [],
  });
  for (const signals of [[one(1, 6)], [one(0, 6)], [one(5, 0)], []])
    expect(describeFacts(episodeFacts({ ...bareMeta, durationS: 0, totalFrames: 1 }, signals))).toContain(
      "one frame",
    );
});
