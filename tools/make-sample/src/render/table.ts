import { GOAL_RADIUS } from "../sim/simulate.ts";
import type { Vec } from "./vector.ts";

const TABLE = { left: -0.2, right: 0.58, near: -0.42, far: 0.42, corner: 0.04 };
const WOOD: Vec = [0.86, 0.76, 0.62];
const FLOOR: Vec = [0.36, 0.4, 0.46];
const EDGE: Vec = [0.55, 0.45, 0.34];
const MAT: Vec = [0.29, 0.35, 0.42];
const GOAL: Vec = [0.2, 0.78, 0.46];
const SHADOW_STRENGTH = 0.5;

/**
 * Writes the colour of the ground at (x, y), metres, into `out[at..at+2]`: a wooden table with a dark mat and the goal's ring, a plain floor
 * around it. `shadow` is the part of the lamp that is missed there. Called for every pixel, so it makes no objects.
 */
export function paintGround(
  out: Float32Array,
  at: number,
  x: number,
  y: number,
  goal: readonly number[],
  shadow: number,
): void {
  const inside = tableDistance(x, y);
  if (inside < -0.012) return write(out, at, FLOOR, 1 - Math.min(0.45, Math.hypot(x - 0.2, y) * 0.22));
  if (inside < 0) return write(out, at, EDGE, 1);
  const light = 1 - SHADOW_STRENGTH * shadow;
  const away = Math.hypot(x - (goal[0] ?? 0), y - (goal[1] ?? 0));
  if (away < GOAL_RADIUS && away > GOAL_RADIUS - 0.007) return write(out, at, GOAL, light);
  if (onMat(x, y)) write(out, at, MAT, light * matTone(x, y));
  else write(out, at, WOOD, light * plankTone(x, y));
  if (away >= GOAL_RADIUS) return;
  for (let c = 0; c < 3; c++) out[at + c] = (out[at + c] ?? 0) * 0.62 + (GOAL[c] ?? 0) * 0.38 * light;
}

function write(out: Float32Array, at: number, colour: Vec, k: number): void {
  out[at] = colour[0] * k;
  out[at + 1] = colour[1] * k;
  out[at + 2] = colour[2] * k;
}

const onMat = (x: number, y: number): boolean => x > 0.14 && x < 0.5 && Math.abs(y) < 0.3;

/** A cutting mat: lines every 6 cm, so that motion shows from any camera. */
const matTone = (x: number, y: number): number => (onLine(x - 0.14) || onLine(y) ? 1.28 : 1);
const onLine = (value: number): boolean => Math.abs(value / 0.06 - Math.round(value / 0.06)) < 0.022;

function plankTone(x: number, y: number): number {
  const across = (y + 1) / 0.14;
  if (Math.abs(across - Math.round(across)) < 0.012) return 0.86;
  const board = Math.floor(across);
  return 1 + 0.05 * Math.sin(board * 2.4) + 0.012 * Math.sin(x * 9 + board * 5);
}

/** Metres inside the table's rounded edge, negative outside. */
function tableDistance(x: number, y: number): number {
  const { left, right, near, far, corner } = TABLE;
  const dx = Math.max(left + corner - x, x - right + corner, 0);
  const dy = Math.max(near + corner - y, y - far + corner, 0);
  return corner - Math.hypot(dx, dy);
}
