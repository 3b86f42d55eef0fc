import { expect, it } from "vitest";
import { episodeFacts } from "../src/facts.ts";
import type { Finding, SignalColumns } from "../src/types.ts";
import { bareMeta, signalOf } from "./episode-meta.ts";

const FAULTS = new Set(["gap", "jump", "frozen", "not_a_number", "out_of_range"]);
const faults = (...signals: SignalColumns[]): Finding[] =>
  episodeFacts(bareMeta, signals).findings.filter(({ kind }) => FAULTS.has(kind));
const moving = (row: (t: number) => number[], topic = "/observation/state"): SignalColumns =>
  signalOf(topic, ["shoulder", "elbow"], row);
const swing = (t: number): number[] => [40 * Math.sin(t), 25 * Math.cos(0.7 * t)];

it("an ordinary episode has no faults", () => {
  expect(faults(moving(swing), moving(swing, "/action"))).toEqual([]);
});

it("a hole in time is a gap with its length, told once for topics of one clock", () => {
  const hole = (one: SignalColumns): SignalColumns => ({
    ...one,
    t: one.t.map((t) => (t > 4 ? t + 1.2 : t)),
  });
  const found = faults(hole(moving(swing)), hole(moving(swing, "/action")));
  expect(found).toMatchObject([
    { kind: "gap", start: 4, text: expect.stringContaining("about 24 rows missing") },
  ]);
  expect(found[0]?.end).toBeCloseTo(5.25, 5);
});

it("a clock that is uneven all along has no gaps", () => {
  const bursts = moving(swing);
  expect(faults({ ...bursts, t: bursts.t.map((_, i) => Math.floor(i / 2) / 10 + (i % 2) * 0.001) })).toEqual(
    [],
  );
});

it("values that are no numbers are counted per dimension", () => {
  const found = faults(moving((t) => [t > 3 && t < 4 ? Number.NaN : t, t]));
  expect(found).toMatchObject([
    { kind: "not_a_number", text: "shoulder of /observation/state is not a number (NaN) in 19 of 201 rows" },
  ]);
  expect(found[0]?.start).toBeCloseTo(3.05, 5);
});

it("a step that no motor makes is a jump; an angle that wraps around is none", () => {
  const found = faults(moving((t) => [t < 5 ? 4 * t : 4 * t + 30, t]));
  expect(found).toMatchObject([{ kind: "jump", text: "shoulder jumps by 30.2 in one row" }]);
  expect(faults(moving((t) => [t < 5 ? 36 * t : 36 * t - 360, t]))).toEqual([]);
});

it("a state that repeats itself while it is told to move is frozen; one that was told to wait is not", () => {
  const stuck = (t: number): number[] => swing(t > 3 && t < 6 ? 3 : t);
  expect(faults(moving(stuck), moving(swing, "/action"))).toMatchObject([
    { kind: "frozen", text: expect.stringContaining("for 3.0 s") },
  ]);
  expect(faults(moving(stuck), moving(stuck, "/action"))).toEqual([]);
});

it("a joint that stays at its end while it is told to go further is clipped", () => {
  const limited = moving((t) => [Math.min(20, 40 * Math.sin(t)), 25 * Math.cos(0.7 * t)]);
  expect(faults(limited, moving(swing, "/action"))).toMatchObject([
    { kind: "out_of_range", text: "shoulder is clipped at 20 (joint limit) while commands go beyond" },
  ]);
});
