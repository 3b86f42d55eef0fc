import fc from "fast-check";
import { expect, test } from "vitest";
import { armPoints, JOINTS, solveArm } from "./arm.ts";
import { RobotMotion } from "./robot-motion.ts";

const times = Array.from({ length: 6_000 }, (_, i) => i / 50);

test("the arm reaches what it is asked for, inside its limits", () => {
  const reachable = fc.record({
    x: fc.double({ min: 0.2, max: 0.4, noNaN: true }),
    y: fc.double({ min: -0.25, max: 0.25, noNaN: true }),
    z: fc.double({ min: 0.02, max: 0.3, noNaN: true }),
  });
  fc.assert(
    fc.property(reachable, (tip) => {
      const [, , , , end] = armPoints(solveArm(tip, 0.2));
      expect(end.x).toBeCloseTo(tip.x, 6);
      expect(end.y).toBeCloseTo(tip.y, 6);
      expect(end.z).toBeCloseTo(tip.z, 6);
    }),
  );
});

test.each([1, 2, 3])(
  "joints move smoothly and stay inside their limits for two minutes (seed %d)",
  (seed) => {
    const motion = new RobotMotion(seed);
    const faults = times.filter((t) => {
      const { joints } = motion.at(t);
      const outside = joints.some((angle, i) => angle < JOINTS[i]!.min || angle > JOINTS[i]!.max);
      return outside || motion.velocities(t).some((velocity) => Math.abs(velocity) > 6);
    });
    expect(faults).toEqual([]);
  },
);

test("the same seed moves the same, another one does not, in any order of asking", () => {
  const forward = new RobotMotion(7);
  const backward = new RobotMotion(7);
  const asked = times.slice(0, 1_000);
  const poses = asked.map((t) => forward.at(t));
  const reversed = asked.toReversed().map((t) => backward.at(t));
  expect(reversed.toReversed()).toEqual(poses);
  expect(new RobotMotion(8).at(5)).not.toEqual(forward.at(5));
});

test("objects are placed one after another, some only at the second try", () => {
  const motion = new RobotMotion(1);
  const poses = Array.from({ length: 3_000 }, (_, i) => motion.at(i / 5));
  expect(poses.at(-1)!.placed).toBeGreaterThan(30);
  expect(poses.some(({ slips }) => slips)).toBe(true);
  for (const [i, { placed }] of poses.entries())
    expect(placed).toBeGreaterThanOrEqual(poses[i - 1]?.placed ?? 0);
});
