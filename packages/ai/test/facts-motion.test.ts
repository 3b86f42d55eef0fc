import { expect, it } from "vitest";
import { describeFacts, episodeFacts, type EpisodeFacts } from "../src/facts.ts";
import type { EpisodeMeta, SignalColumns } from "../src/types.ts";
import { bareMeta, signalOf } from "./episode-meta.ts";

const NAMES = ["shoulder.pos", "elbow.pos", "gripper.pos"];
/** From 0 to 1 between two moments. */
const ramp = (t: number, from: number, to: number): number =>
  Math.max(0, Math.min(1, (t - from) / (to - from)));
/** There at `from`, back at `to`, each in half a second. */
const shut = (t: number, from: number, to: number): number =>
  ramp(t, from, from + 0.5) - ramp(t, to, to + 0.5);
const arm = (t: number): number[] => [40 * Math.sin(t), 25 * Math.cos(0.7 * t)];

/** An arm that moves all the time and whose gripper, 100 open and 0 shut, is at `opening(t)`. */
const state = (opening: (t: number) => number): SignalColumns =>
  signalOf("/observation/state", NAMES, (t) => [...arm(t), opening(t)]);
const command = (opening: (t: number) => number): SignalColumns => ({ ...state(opening), topic: "/action" });

const facts = (signals: SignalColumns[], meta: Partial<EpisodeMeta> = {}): EpisodeFacts =>
  episodeFacts({ ...bareMeta, ...meta }, signals);
const kinds = (found: EpisodeFacts): string[] => found.findings.map(({ kind }) => kind);
const found = (of: EpisodeFacts, kind: string) => of.findings.filter((one) => one.kind === kind);

it("a closing is a grasp and the opening after it a release, at their times", () => {
  const one = facts([state((t) => 100 - 80 * shut(t, 2, 6))]);
  expect(kinds(one)).toEqual(["grasp", "release"]);
  expect(one.findings[0]?.start).toBeCloseTo(2, 0);
  expect(one.findings[1]?.start).toBeCloseTo(6, 0);
  expect(describeFacts(one)).toMatch(
    /The gripper closes at (1\.9|2\.0) s \(grasp\), opens at (5\.9|6\.0) s \(release\) and ends open\./,
  );
});

it("fingers that stop before where they were sent hold something; those that get there miss it", () => {
  const sent = command((t) => 100 - 100 * shut(t, 2, 6));
  const holds = facts([state((t) => 100 - 70 * shut(t, 2, 6)), sent]);
  expect(found(holds, "grasp")[0]?.text).toContain("on something and holds it");
  expect(describeFacts(holds)).toMatch(
    /closes on something at \d\.\d s \(grasp\), holds it for \d\.\d s, opens/,
  );
  const misses = facts([state((t) => 100 - 100 * shut(t, 2, 6)), sent], { task: "Pick up the cube" });
  expect(found(misses, "grasp")[0]?.text).toContain("missed grasp");
  const pushes = facts([state((t) => 100 - 100 * shut(t, 2, 6)), sent], { task: "Push the cube" });
  expect(found(pushes, "grasp")[0]?.text).not.toMatch(/missed|Grasp/);
});

it("fingers that a wide thing stops half way hold it, as their command shut", () => {
  const sent = command((t) => 100 - 100 * (1 - ramp(t, 1, 1.5) + shut(t, 3, 6)));
  const wide = state((t) => 100 - 100 * (1 - ramp(t, 1.1, 1.6)) - 40 * shut(t, 3.1, 6.1));
  const one = facts([wide, sent]);
  expect(kinds(one)).toEqual(["grasp", "release"]);
  expect(describeFacts(one)).toMatch(
    /closes on something at (2\.9|3\.\d) s \(grasp\), holds it for [23]\.\d s, opens at/,
  );
});

it("a stale first row is a fault and no motion", () => {
  const stale = signalOf("/observation/state", ["shoulder", "elbow"], (t) =>
    t === 0 ? [9, 9] : [ramp(t, 4, 8), 0.5 * ramp(t, 4, 8)],
  );
  const one = facts([stale]);
  expect(kinds(one)).toContain("jump");
  expect(found(one, "jump")[0]?.text).toBe("shoulder jumps by 9 after the first row (stale)");
  expect(one.motion?.movers[0]).toMatchObject({ name: "shoulder", range: { value: 1 } });
});

it("fingers that close further while they hold have lost what they held", () => {
  const sent = command((t) => 100 - 100 * shut(t, 2, 7));
  const slips = facts([
    state((t) => 100 - 70 * shut(t, 2, 7) - 29 * (ramp(t, 4, 4.2) - ramp(t, 7, 7.5))),
    sent,
  ]);
  expect(found(slips, "slip")[0]?.start).toBeCloseTo(4, 0);
  expect(describeFacts(slips)).toContain("(slip, drop)");
});

it("fingers that close, open and close again at the same place try again; elsewhere they grasp twice", () => {
  const twice = (t: number): number => 100 - 90 * (shut(t, 2, 3) + shut(t, 4, 8));
  const still = signalOf("/observation/state", NAMES, (t) => [
    40 * ramp(t, 0, 1.8) + 9 * ramp(t, 5, 9),
    20 * ramp(t, 5, 9),
    twice(t),
  ]);
  const retry = found(facts([still]), "retry");
  expect(retry).toHaveLength(1);
  expect(retry[0]?.start).toBeCloseTo(2, 0);
  const carried = signalOf("/observation/state", NAMES, (t) => [
    40 * ramp(t, 2.6, 2.9) - 40 * ramp(t, 3.4, 4),
    30 * ramp(t, 2.6, 2.9) - 30 * ramp(t, 3.4, 4),
    twice(t),
  ]);
  expect(kinds(facts([carried]))).not.toContain("retry");
});

it("standing still is a pause in the middle, idle at the ends, and neither while the fingers move", () => {
  const way = (t: number): number => 30 * (ramp(t, 1, 3) + ramp(t, 5, 8));
  const one = facts([
    signalOf("/observation/state", NAMES, (t) => [way(t), -way(t), 100 - 80 * shut(t, 3.2, 12)]),
  ]);
  expect(kinds(one)).toEqual(["idle_head", "grasp", "pause", "idle_tail"]);
  expect(one.motion?.movingShare).toBeCloseTo(0.55, 1);
  expect(found(one, "idle_tail")[0]?.end).toBe(10);
});

it("units are said where they are stated and never guessed", () => {
  const move = (units: string[]) =>
    facts([signalOf("/observation/state", ["lift"], (t) => [0.05 * t], { units })]);
  expect(describeFacts(move(["m"]))).toContain("0.5 m");
  expect(describeFacts(move([]))).toContain("Only lift moves: over a range of 0.5, travelling");
});

it("where something is named for closing, larger is more shut", () => {
  const width = signalOf("/state/gripper_width", [], (t) => [0.8 * shut(t, 2, 6)]);
  const close = signalOf("/action/gripper_close", [], (t) => [shut(t, 2, 6) > 0.5 ? 1 : -1]);
  const one = facts([signalOf("/state/joints", [], arm), width, close]);
  expect(one.motion?.grips[0]?.moves.map(({ kind }) => kind)).toEqual(["close", "open"]);
});

it("an unnamed last dimension that switches is told as one that acts like a gripper; two of them are not", () => {
  const names = ["j0", "j1", "j2", "j3"];
  const row = (t: number): number[] => [...arm(t), 15 * Math.sin(1.3 * t), shut(t, 2, 6)];
  const one = facts([signalOf("/observation/state", names, row)]);
  expect(one.motion?.grips).toMatchObject([{ name: null, dim: 3 }]);
  expect(describeFacts(one)).toContain("Dimension 3, which acts like a gripper,");
  const two = signalOf("/observation/state", names, (t) => [
    40 * Math.sin(t),
    9 * Math.cos(t),
    shut(t, 1, 4),
    shut(t, 2, 6),
  ]);
  expect(facts([two]).motion?.grips).toEqual([]);
});

it("two named grippers are told apart by their side", () => {
  const names = ["left_waist", "left_gripper", "right_waist", "right_gripper"];
  const row = (t: number): number[] => [Math.sin(t), 1 - shut(t, 1, 3), Math.cos(t), 1 - shut(t, 4, 7)];
  const text = describeFacts(facts([signalOf("/observation/state", names, row)]));
  expect(text).toContain("The left gripper closes at");
  expect(text).toContain("The right gripper closes at");
  expect(text).toContain("Both arms move (bimanual)");
});

it("in simulation it is told how far an object went, how high, and how near its goal", () => {
  const names = ["cube.x", "cube.y", "cube.z", "goal.x", "goal.y", "goal.z"];
  const row = (t: number): number[] => [
    0.4 * ramp(t, 3, 5),
    0,
    0.1 * (ramp(t, 2, 3) - ramp(t, 5, 6)),
    0.4,
    0,
    0,
  ];
  const one = facts([state(() => 50), signalOf("/observation/environment_state", names, row)]);
  expect(one.motion?.bodies[0]).toMatchObject({ name: "cube", isObject: true });
  expect(describeFacts(one)).toMatch(
    /The cube travels 0\.\d+ between .*lifted by 0\.0?9?\d*1?.*distance to the goal went from 0\.4 to/,
  );
});

it("a state that is constant is said to be, and the commands are told instead where they move", () => {
  const constant = signalOf("/observation/state", NAMES, () => [1, 2, 3]);
  const one = facts([constant, command(() => 50)]);
  expect(found(one, "frozen")).toMatchObject([{ start: 0, end: 10 }]);
  expect(one.motion).toMatchObject({ topic: "/action", isCommand: true });
  const nothing = facts([constant]);
  expect(describeFacts(nothing)).toContain(
    "Nothing moves: /observation/state stays the same for the whole episode.",
  );
});

it("the reward is told with its peak, and where it fell after it", () => {
  const reward = signalOf("/next/reward", [], (t) => [t < 6 ? t / 6 : 1 - (t - 6) / 8]);
  const text = describeFacts(facts([reward], { totalReward: 120, outcome: "failure" }));
  expect(text).toContain(
    "It failed (outcome: failure). The reward went from 0 to its peak of 1 at 6.0 s, then fell to 0.5, 120 in total.",
  );
});
