import type { Point } from "./arm.ts";
import { createRandom } from "./random.ts";

export type Phase = "home" | "reach" | "grasp" | "lift" | "place" | "release" | "retreat";

/** One movement between two stops. */
export interface Move {
  phase: Phase;
  /** Seconds. */
  from: number;
  to: number;
  start: Point;
  end: Point;
  rollStart: number;
  rollEnd: number;
  /** Opening of the gripper in metres. */
  gripStart: number;
  gripEnd: number;
  /** Where the object lies; null: in the hand. */
  object: Point | null;
  objectRoll: number;
  /** The hand closes on nothing, or loses what it holds. */
  slips: boolean;
  /** Objects put into the box so far. */
  placed: number;
  /** Which object is the one on the table. */
  objectIndex: number;
}

export const GRIP_OPEN = 0.08;
export const GRIP_HOLD = 0.036;
export const GRIP_SHUT = 0.004;
export const BOX: Point = { x: 0.12, y: -0.36, z: 0 };
/** Half of the object's edge. */
export const OBJECT_HALF = 0.02;
const HOME: Point = { x: 0.28, y: 0.05, z: 0.34 };
const CLEARANCE = 0.16;
const SLIP_SHARE = 0.18;
/** Metres per second. */
const SPEED = 0.28;

type Step = Partial<Pick<Move, "phase" | "slips" | "placed" | "objectIndex" | "objectRoll">> & {
  end?: Point;
  roll?: number;
  grip?: number;
  object?: Point | null;
  /** Seconds; without it as long as the way takes. */
  takes?: number;
};

/** Endless picking and placing, the same for the same seed: moves are made as time asks for them. */
export class PickAndPlace {
  readonly #random: () => number;
  readonly #moves: Move[] = [];

  constructor(seed: number) {
    this.#random = createRandom(seed);
  }

  /** The move that goes on at `t`; before 0 the first one. */
  at(t: number): Move {
    while ((this.#moves.at(-1)?.to ?? 0) <= t) this.#cycle();
    let low = 0;
    let high = this.#moves.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#moves[middle]?.to ?? 0) > t) high = middle;
      else low = middle + 1;
    }
    return this.#moves[low] ?? this.#first();
  }

  #cycle(): void {
    const object = this.#spot();
    const index = (this.#moves.at(-1)?.objectIndex ?? -1) + 1;
    const objectRoll = this.#between(-0.7, 0.7);
    this.#add({
      phase: "home",
      object,
      objectIndex: index,
      objectRoll,
      takes: this.#between(0.5, 1.1),
      grip: GRIP_OPEN,
    });
    while (this.#tries(object, objectRoll)) {
      // Again, where it really lies.
    }
    const above = { ...BOX, z: 0.24 };
    this.#add({ phase: "place", end: above });
    this.#add({ phase: "place", end: { ...BOX, z: 0.11 } });
    this.#add({ phase: "release", grip: GRIP_OPEN, takes: 0.35, object: { ...BOX, z: OBJECT_HALF } });
    const placed = (this.#moves.at(-1)?.placed ?? 0) + 1;
    this.#add({ phase: "retreat", end: above, placed });
    this.#add({ phase: "home", end: HOME, roll: 0 });
  }

  /** One attempt to take the object. @returns whether it has failed */
  #tries(object: Point, roll: number): boolean {
    const slips = this.#random() < SLIP_SHARE;
    const off = slips ? 0.012 : 0.003;
    const grip = {
      x: object.x + this.#between(-off, off),
      y: object.y + this.#between(-off, off),
      z: OBJECT_HALF,
    };
    const above = { ...grip, z: CLEARANCE };
    this.#add({ phase: "reach", end: above, roll, grip: GRIP_OPEN });
    this.#add({ phase: "reach", takes: this.#between(0.1, 0.3) });
    this.#add({ phase: "grasp", end: grip });
    this.#add({ phase: "grasp", grip: slips ? GRIP_SHUT : GRIP_HOLD, takes: 0.4, slips });
    if (slips) {
      this.#add({ phase: "lift", end: above, slips });
      this.#add({ phase: "retreat", grip: GRIP_OPEN, takes: this.#between(0.3, 0.6), slips: false });
      return true;
    }
    this.#add({ phase: "grasp", takes: 0.12, object: null });
    this.#add({ phase: "lift", end: { ...grip, z: 0.24 } });
    return false;
  }

  #add({ end, roll, grip, takes, ...step }: Step): void {
    const last = this.#moves.at(-1) ?? this.#first();
    const target = end ?? last.end;
    const way = Math.hypot(target.x - last.end.x, target.y - last.end.y, target.z - last.end.z);
    this.#moves.push({
      ...last,
      slips: false,
      ...step,
      from: last.to,
      to: last.to + (takes ?? Math.max(0.4, (way / SPEED) * 1.2)),
      start: last.end,
      end: target,
      rollStart: last.rollEnd,
      rollEnd: roll ?? last.rollEnd,
      gripStart: last.gripEnd,
      gripEnd: grip ?? last.gripEnd,
    });
  }

  #first(): Move {
    const grip = { gripStart: GRIP_OPEN, gripEnd: GRIP_OPEN, object: null, objectRoll: 0 };
    const rest = { slips: false, placed: 0, objectIndex: -1, rollStart: 0, rollEnd: 0 };
    return { phase: "home", from: 0, to: 0, start: HOME, end: HOME, ...grip, ...rest };
  }

  #spot(): Point {
    const angle = this.#between(-0.2, 0.85);
    const out = this.#between(0.26, 0.44);
    return { x: out * Math.cos(angle), y: out * Math.sin(angle), z: OBJECT_HALF };
  }

  #between(low: number, high: number): number {
    return low + (high - low) * this.#random();
  }
}
