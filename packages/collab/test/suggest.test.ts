import { describe, expect, it } from "vitest";
import { DEFAULT_LABEL_SCHEMA } from "../src/label-schema.ts";
import { findGripper, gripperMoves, pausesIn, speedOf, suggestLabels, type Motion } from "../src/suggest.ts";

const FPS = 50;
const NAMES = ["shoulder.pos", "elbow.pos", "gripper.pos"];
const minimumJerk = (s: number): number => s ** 3 * (10 - 15 * s + 6 * s * s);

interface Leg {
  seconds: number;
  arm: number;
  grip: number;
}

/** Smooth moves from rest to rest, with the noise of an encoder; the same every time. */
function motionOf(legs: readonly Leg[], names = NAMES): Motion & { edges: number[] } {
  const rows: number[][] = [];
  const edges: number[] = [];
  let last: Leg = { seconds: 0, arm: 0, grip: 90 };
  let seed = 7;
  const noise = (): number => ((seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647 - 0.5) * 0.05;
  for (const leg of legs) {
    edges.push(rows.length / FPS);
    const steps = Math.round(leg.seconds * FPS);
    for (let n = 0; n < steps; n++) {
      const s = minimumJerk(n / steps);
      const arm = last.arm + (leg.arm - last.arm) * s;
      rows.push([arm + noise(), -arm / 2 + noise(), last.grip + (leg.grip - last.grip) * s + noise()]);
    }
    last = leg;
  }
  const t = Float64Array.from(rows, (_, row) => row / FPS);
  return { t, values: Float64Array.from(rows.flat()), dims: 3, names, edges };
}

const PICK: Leg[] = [
  { seconds: 0.8, arm: 0, grip: 90 },
  { seconds: 1.2, arm: 40, grip: 90 },
  { seconds: 0.4, arm: 40, grip: 30 },
  { seconds: 0.8, arm: 70, grip: 30 },
  { seconds: 1.2, arm: 10, grip: 30 },
  { seconds: 0.8, arm: -10, grip: 30 },
  { seconds: 0.4, arm: -10, grip: 90 },
  { seconds: 1.0, arm: 20, grip: 90 },
  { seconds: 0.9, arm: 20, grip: 90 },
];

describe("rules find", () => {
  it("grippers by name, and when their fingers begin and end to move", () => {
    expect(findGripper(["a.pos", "left_gripper.pos", "gripper_effort", "jaw"])).toEqual([1, 3]);
    const motion = motionOf(PICK);
    const moves = gripperMoves(motion, 2);
    expect(moves.map(({ kind }) => kind)).toEqual(["close", "open"]);
    expect(Math.abs(moves[0]!.from - motion.edges[2]!)).toBeLessThan(0.1);
    expect(Math.abs(moves[0]!.to - motion.edges[3]!)).toBeLessThan(0.1);
    expect(Math.abs(moves[1]!.from - motion.edges[6]!)).toBeLessThan(0.1);
  });

  it("no edge in a gripper that trembles, and none that crosses one threshold only", () => {
    expect(gripperMoves(motionOf([{ seconds: 3, arm: 40, grip: 90 }]), 2)).toEqual([]);
    const half = motionOf([
      { seconds: 1, arm: 0, grip: 30 },
      { seconds: 1, arm: 0, grip: 60 },
      { seconds: 1, arm: 0, grip: 30 },
    ]);
    expect(gripperMoves(half, 2).map(({ kind }) => kind)).toEqual(["close"]);
  });

  it("pauses at both ends, whatever the units", () => {
    for (const scale of [1, 1e-3, 1e3]) {
      const motion = motionOf(PICK);
      const scaled = { ...motion, values: Float64Array.from(motion.values, (value) => value * scale) };
      const pauses = pausesIn(scaled.t, speedOf(scaled, [2]), { below: 0.06, secondsMin: 0.4 });
      expect(pauses[0]!.from).toBe(0);
      expect(Math.abs(pauses[0]!.to - motion.edges[1]!)).toBeLessThan(0.25);
      expect(pauses.at(-1)!.to).toBe(motion.t[motion.t.length - 1]);
    }
  });

  it("the phases of a pick and place within a tenth of a second of its gripper edges, without gap or overlap", () => {
    const motion = motionOf(PICK);
    const durationS = motion.t.length / FPS;
    const snap = (t: number): number => Math.round(t * FPS) / FPS;
    const labels = suggestLabels(motion, { schema: DEFAULT_LABEL_SCHEMA, durationS, snap });
    expect(labels.map(({ label }) => label)).toEqual(
      "idle reach grasp lift move place retract idle".split(" "),
    );
    expect(labels.every((one) => one.origin === "rule" && one.state === "proposed")).toBe(true);
    for (const [i, one] of labels.entries()) expect(one.start).toBe(labels[i - 1]?.end ?? 0);
    expect(labels.at(-1)!.end).toBe(durationS);
    const grasp = labels.find(({ label }) => label === "grasp")!;
    expect(Math.abs(grasp.start - motion.edges[2]!)).toBeLessThan(0.1);
    expect(Math.abs(grasp.end! - motion.edges[3]!)).toBeLessThan(0.1);
    const lift = labels.find(({ label }) => label === "lift")!;
    expect(Math.abs(lift.end! - motion.edges[4]!)).toBeLessThan(0.15);
  });

  it("a contact where fingers stop before where they were sent, and none where they arrive", () => {
    const state = motionOf(PICK);
    const sent = { ...state, values: Float64Array.from(state.values) };
    for (let row = Math.round(state.edges[2]! * FPS); row < state.edges[6]! * FPS; row++)
      sent.values[row * 3 + 2] = 5;
    const options = { schema: DEFAULT_LABEL_SCHEMA, durationS: 7.5, snap: (t: number): number => t };
    const events = (command: Motion): number[] =>
      suggestLabels(state, { ...options, command }).flatMap((one) =>
        one.label === "contact" ? [one.start] : [],
      );
    expect(events(state)).toEqual([]);
    expect(events(sent)).toHaveLength(1);
    expect(Math.abs(events(sent)[0]! - state.edges[3]!)).toBeLessThan(0.1);
  });

  it("nothing where nothing moves, where there is no class for it, and in two values", () => {
    const still = motionOf([{ seconds: 2, arm: 0, grip: 90 }]);
    const options = { durationS: 2, snap: (t: number): number => t };
    expect(
      suggestLabels(still, { ...options, schema: DEFAULT_LABEL_SCHEMA }).every(
        ({ label }) => label === "idle",
      ),
    ).toBe(true);
    const empty = { lanes: DEFAULT_LABEL_SCHEMA.lanes, classes: [] };
    expect(suggestLabels(motionOf(PICK), { ...options, schema: empty })).toEqual([]);
    const one = { t: [0], values: [1], dims: 1, names: ["gripper"] };
    expect(suggestLabels(one, { ...options, schema: DEFAULT_LABEL_SCHEMA })).toEqual([]);
  });
});
