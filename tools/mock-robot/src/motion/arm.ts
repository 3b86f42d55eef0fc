/** Metres from the arm's foot: x ahead, y left, z up. */
export interface Point {
  x: number;
  y: number;
  z: number;
}

export interface JointLimit {
  name: string;
  /** Radians. */
  min: number;
  max: number;
}

/** Lengths in metres, about those of a desk robot. */
export const ARM = { base: 0.18, upper: 0.32, fore: 0.28, hand: 0.14 } as const;

export const JOINTS: readonly JointLimit[] = [
  { name: "base_yaw", min: -2.9, max: 2.9 },
  { name: "shoulder_pitch", min: -1.9, max: 1.9 },
  { name: "elbow_pitch", min: -2.7, max: 2.7 },
  { name: "wrist_pitch", min: -2.2, max: 2.2 },
  { name: "wrist_roll", min: -3.1, max: 3.1 },
  { name: "wrist_yaw", min: -1.6, max: 1.6 },
];

/**
 * Joint angles that hold the tip of the hand at `tip`, pointing straight down, turned by `roll`. The shoulder's angle is from
 * upright, each further pitch from the limb before. What lies out of reach is reached for as far as the arm is long.
 */
export function solveArm(tip: Point, roll: number): number[] {
  const yaw = Math.atan2(tip.y, tip.x);
  const out = Math.hypot(tip.x, tip.y);
  // The wrist stands above the tip by the length of the hand.
  const up = tip.z + ARM.hand - ARM.base;
  const reach = Math.min(Math.hypot(out, up), ARM.upper + ARM.fore - 1e-4);
  const elbow = Math.acos(
    clamp((reach ** 2 - ARM.upper ** 2 - ARM.fore ** 2) / (2 * ARM.upper * ARM.fore), -1, 1),
  );
  const inner = Math.atan2(ARM.fore * Math.sin(elbow), ARM.upper + ARM.fore * Math.cos(elbow));
  const shoulder = Math.atan2(out, up) - inner;
  const wrist = Math.PI - shoulder - elbow;
  const angles = [yaw, shoulder, elbow, wrist, roll - yaw, 0];
  return angles.map((angle, i) => clamp(angle, JOINTS[i]?.min ?? -Math.PI, JOINTS[i]?.max ?? Math.PI));
}

/** Foot, shoulder, elbow, wrist and tip. */
export function armPoints(angles: readonly number[]): [Point, Point, Point, Point, Point] {
  const [yaw = 0, shoulder = 0, elbow = 0, wrist = 0] = angles;
  const at = (out: number, z: number): Point => ({ x: out * Math.cos(yaw), y: out * Math.sin(yaw), z });
  const pitch1 = shoulder;
  const pitch2 = pitch1 + elbow;
  const pitch3 = pitch2 + wrist;
  const elbowOut = ARM.upper * Math.sin(pitch1);
  const elbowZ = ARM.base + ARM.upper * Math.cos(pitch1);
  const wristOut = elbowOut + ARM.fore * Math.sin(pitch2);
  const wristZ = elbowZ + ARM.fore * Math.cos(pitch2);
  return [
    at(0, 0),
    at(0, ARM.base),
    at(elbowOut, elbowZ),
    at(wristOut, wristZ),
    at(wristOut + ARM.hand * Math.sin(pitch3), wristZ + ARM.hand * Math.cos(pitch3)),
  ];
}

export function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
