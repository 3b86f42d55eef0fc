import { armPoints, type Point, solveArm } from "./arm.ts";
import { minimumJerk } from "./minimum-jerk.ts";
import { OBJECT_HALF, type Phase, PickAndPlace } from "./pick-and-place.ts";

export interface RobotPose {
  phase: Phase;
  /** The hand has closed on nothing. */
  slips: boolean;
  /** Radians, in the order of `JOINTS`. */
  joints: number[];
  /** Metres between the fingers. */
  grip: number;
  /** Newtons between the fingers. */
  force: number;
  tip: Point;
  roll: number;
  object: Point;
  objectRoll: number;
  objectIndex: number;
  placed: number;
}

const VELOCITY_STEP_S = 1e-3;
const HOLD_FORCE = 12;

/** Where everything is at any time: a pure function of it, without the noise of sensors. */
export class RobotMotion {
  readonly #plan: PickAndPlace;

  constructor(seed: number) {
    this.#plan = new PickAndPlace(seed);
  }

  at(t: number): RobotPose {
    const move = this.#plan.at(Math.max(0, t));
    const share = minimumJerk((t - move.from) / (move.to - move.from));
    const wanted = between(move.start, move.end, share);
    const roll = move.rollStart + (move.rollEnd - move.rollStart) * share;
    const joints = solveArm(wanted, roll);
    const tip = armPoints(joints)[4];
    const { object } = move;
    return {
      phase: move.phase,
      slips: move.slips,
      joints,
      grip: move.gripStart + (move.gripEnd - move.gripStart) * share,
      force: object === null ? HOLD_FORCE : 0,
      tip,
      roll,
      object: object ?? { ...tip, z: Math.max(OBJECT_HALF, tip.z) },
      objectRoll: object === null ? roll : move.objectRoll,
      objectIndex: move.objectIndex,
      placed: move.placed,
    };
  }

  /** Radians per second. */
  velocities(t: number): number[] {
    const before = this.at(Math.max(0, t - VELOCITY_STEP_S));
    const after = this.at(t + VELOCITY_STEP_S);
    const span = t + VELOCITY_STEP_S - Math.max(0, t - VELOCITY_STEP_S);
    return after.joints.map((angle, i) => (angle - (before.joints[i] ?? 0)) / span);
  }
}

function between(a: Point, b: Point, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share, z: a.z + (b.z - a.z) * share };
}
