/** Geometry of the simulated arm. Metres; the base stands at the origin, z is up, x points at the table. Joints in degrees. */

export type Vec = readonly [number, number, number];

export const JOINTS = [
  "shoulder_pan.pos",
  "shoulder_lift.pos",
  "elbow_flex.pos",
  "forearm_roll.pos",
  "wrist_flex.pos",
  "wrist_roll.pos",
  "gripper.pos",
] as const;

export const SHOULDER_HEIGHT = 0.13;
const UPPER_ARM = 0.28;
const FOREARM = 0.26;
/** From the wrist to the point between the finger tips. */
export const HAND = 0.16;
/** Distance between the fingers at 100 %. */
export const GRIPPER_OPENING = 0.084;

/** Where the hand should be: pointing straight down, fingers closing along `yaw`. */
export interface HandTarget {
  x: number;
  y: number;
  z: number;
  /** Radians. */
  yaw: number;
  /** 0 closed to 100 open. */
  gripper: number;
}

/** The seven joint values that bring the hand to a target; out of reach it stretches towards it. */
export function solveJoints({ x, y, z, yaw, gripper }: HandTarget): number[] {
  const pan = Math.atan2(y, x);
  const r = Math.hypot(x, y);
  const up = z + HAND - SHOULDER_HEIGHT;
  const reach = Math.min(Math.hypot(r, up), UPPER_ARM + FOREARM - 1e-4);
  const elbow = -Math.acos(
    clampCosine((reach ** 2 - UPPER_ARM ** 2 - FOREARM ** 2) / (2 * UPPER_ARM * FOREARM)),
  );
  const lift =
    Math.atan2(up, r) +
    Math.acos(clampCosine((UPPER_ARM ** 2 + reach ** 2 - FOREARM ** 2) / (2 * UPPER_ARM * reach)));
  const wrist = -Math.PI / 2 - lift - elbow;
  return [...[pan, lift, elbow, 0, wrist, yaw - pan].map(degrees), gripper];
}

/** The arm's points in space. */
export interface ArmPose {
  shoulder: Vec;
  elbow: Vec;
  wrist: Vec;
  /** Between the finger tips. */
  grip: Vec;
  /** Unit vectors: from wrist to grip, and the one along which the fingers close. */
  approach: Vec;
  closing: Vec;
  /** Metres between the fingers. */
  opening: number;
}

export function poseOf(joints: ArrayLike<number>): ArmPose {
  const angle = (n: number): number => ((joints[n] ?? 0) * Math.PI) / 180;
  const pan = angle(0);
  const along = (r: number, z: number): Vec => [r * Math.cos(pan), r * Math.sin(pan), z];
  const lift = angle(1);
  const fore = lift + angle(2);
  const pitch = fore + angle(4);
  const elbowR = UPPER_ARM * Math.cos(lift);
  const elbowZ = SHOULDER_HEIGHT + UPPER_ARM * Math.sin(lift);
  const wristR = elbowR + FOREARM * Math.cos(fore);
  const wristZ = elbowZ + FOREARM * Math.sin(fore);
  const yaw = pan + angle(5);
  return {
    shoulder: [0, 0, SHOULDER_HEIGHT],
    elbow: along(elbowR, elbowZ),
    wrist: along(wristR, wristZ),
    grip: along(wristR + HAND * Math.cos(pitch), wristZ + HAND * Math.sin(pitch)),
    approach: along(Math.cos(pitch), Math.sin(pitch)),
    closing: [Math.cos(yaw), Math.sin(yaw), 0],
    opening: (GRIPPER_OPENING * (joints[6] ?? 0)) / 100,
  };
}

const degrees = (radians: number): number => (radians * 180) / Math.PI;
const clampCosine = (value: number): number => Math.min(1, Math.max(-1, value));
