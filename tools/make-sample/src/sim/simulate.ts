import { GRIPPER_OPENING, poseOf, solveJoints, type HandTarget } from "./arm.ts";
import { type Behaviour, HOME, type Layout, planMoves, randomLayout, taskOf, type Move } from "./plan.ts";
import type { Random } from "./random.ts";

export const FPS = 20;
export const CUBE = 0.04;
export const GOAL_RADIUS = 0.045;

/** What is recorded at one frame. Lengths in metres, joints in degrees, gripper in percent. */
export interface Row {
  state: number[];
  action: number[];
  /** cube x, y, z (centre), yaw in radians; goal x, y. */
  environment: number[];
  reward: number;
  done: boolean;
  success: boolean;
}

export interface Episode {
  behaviour: Behaviour;
  task: number;
  rows: Row[];
  success: boolean;
}

interface Cube {
  x: number;
  y: number;
  z: number;
  yaw: number;
  held: boolean;
  /** Once it has slipped it is not caught again. */
  lost: boolean;
  vx: number;
  vy: number;
  vz: number;
}

const STEP = 1 / FPS;
/** Gripper value at which the fingers touch both sides of the cube. */
const GRIPPER_ON_CUBE = (CUBE / GRIPPER_OPENING) * 100;

/** Plays one episode: moves → commanded joints → lagging, noisy servos → what the fingers do to the cube. */
export function simulateEpisode(behaviour: Behaviour, random: Random): Episode {
  const layout = randomLayout(random);
  const moves = planMoves(behaviour, layout, random);
  const cube: Cube = { ...layout.cube, z: CUBE / 2, held: false, lost: false, vx: 0, vy: 0, vz: 0 };
  let state = solveJoints(HOME);
  const rows: Row[] = [];
  for (const { target, slip } of commands(moves, random)) {
    const action = solveJoints(target).map((value) => round(value, 3));
    const recorded = state.map((value, n) => round(value + random.normal(n === 6 ? 0.08 : 0.035), 3));
    rows.push(describe(recorded, action, cube, layout, taskOf(behaviour), rows.length));
    state = state.map((value, n) => value + ((action[n] ?? 0) - value) * (n === 6 ? 0.5 : 0.62));
    state[3] = round(random.normal(0.06), 3);
    if (slip && cube.held) dropCube(cube, random);
    if (cube.held) state[6] = Math.max(state[6] ?? 0, GRIPPER_ON_CUBE);
    moveCube(cube, state);
  }
  const last = rows.at(-1);
  if (last !== undefined) last.done = true;
  return { behaviour, task: taskOf(behaviour), rows, success: last?.success ?? false };
}

/** The hand's target at each frame: minimum-jerk between the moves' ends, with the slow waver of a hand that teleoperates. */
function* commands(moves: Move[], random: Random): Generator<{ target: HandTarget; slip: boolean }> {
  let from = HOME;
  const waver = [0, 0, 0];
  for (const { to, seconds, slipAt } of moves) {
    const steps = Math.max(1, Math.round(seconds * FPS));
    for (let n = 1; n <= steps; n++) {
      const s = n / steps;
      const part = s ** 3 * (10 - 15 * s + 6 * s * s);
      for (let axis = 0; axis < 3; axis++) waver[axis] = (waver[axis] ?? 0) * 0.86 + random.normal(0.00045);
      const mix = (key: keyof HandTarget): number => from[key] + (to[key] - from[key]) * part;
      yield {
        target: {
          x: mix("x") + (waver[0] ?? 0),
          y: mix("y") + (waver[1] ?? 0),
          z: mix("z") + (waver[2] ?? 0),
          yaw: mix("yaw"),
          gripper: mix("gripper"),
        },
        slip: slipAt !== undefined && s >= slipAt,
      };
    }
    from = to;
  }
}

function dropCube(cube: Cube, random: Random): void {
  cube.held = false;
  cube.lost = true;
  cube.vx = random.normal(0.05);
  cube.vy = random.normal(0.05);
}

function moveCube(cube: Cube, state: number[]): void {
  const { grip, closing, opening } = poseOf(state);
  const gripper = state[6] ?? 0;
  const [dx, dy] = [cube.x - grip[0], cube.y - grip[1]];
  if (cube.held && gripper > GRIPPER_ON_CUBE + 5) cube.held = false;
  const near = Math.hypot(dx, dy) < 0.018 && Math.abs(cube.z - grip[2]) < 0.022;
  if (!cube.held && !cube.lost && near && gripper > 30 && gripper <= GRIPPER_ON_CUBE + 4) cube.held = true;
  if (cube.held) {
    [cube.x, cube.y, cube.z] = [grip[0] + dx * 0.5, grip[1] + dy * 0.5, Math.max(CUBE / 2, grip[2])];
    cube.yaw = Math.atan2(closing[1], closing[0]);
    cube.vz = 0;
    return;
  }
  fall(cube);
  if (opening < 0.02 && grip[2] < 0.045) pushAside(cube, grip[0], grip[1], closing);
}

function fall(cube: Cube): void {
  cube.vz -= 9.81 * STEP * 0.5;
  cube.z += cube.vz * STEP;
  if (cube.z <= CUBE / 2) {
    cube.z = CUBE / 2;
    cube.vz = cube.vz < -0.6 ? -cube.vz * 0.25 : 0;
    cube.vx *= 0.75;
    cube.vy *= 0.75;
  }
  cube.x += cube.vx * STEP;
  cube.y += cube.vy * STEP;
  cube.yaw += (cube.vx - cube.vy) * STEP * 9;
}

/** Half the width of the closed fingers seen from the front. */
const PADDLE = 0.028;

/**
 * Closed fingers are a small paddle: the cube moves straight off its face and turns flat against it. Touched well off the middle it
 * slides away sideways.
 */
function pushAside(cube: Cube, x: number, y: number, closing: readonly [number, number, number]): void {
  const [cx, cy] = closing;
  const [dx, dy] = [cube.x - x, cube.y - y];
  const beside = dx * cx + dy * cy;
  const ahead = dx * cy - dy * cx;
  const touching = CUBE / 2 + 0.01;
  if (Math.abs(beside) > PADDLE || Math.abs(ahead) >= touching) return;
  const depth = touching - Math.abs(ahead);
  const forward = ahead < 0 ? -depth : depth;
  const sideways = Math.abs(beside) > 0.012 ? Math.sign(beside) * depth * 0.35 : 0;
  cube.x += cy * forward + cx * sideways;
  cube.y += -cx * forward + cy * sideways;
  const quarter = Math.PI / 2;
  const turn = Math.atan2(cy, cx) - cube.yaw;
  cube.yaw += (turn - Math.round(turn / quarter) * quarter) * Math.min(1, depth * 12) + sideways * 9;
}

function describe(
  state: number[],
  action: number[],
  cube: Cube,
  layout: Layout,
  task: number,
  frame: number,
): Row {
  const { grip } = poseOf(state);
  const reach = Math.hypot(cube.x - grip[0], cube.y - grip[1], cube.z - grip[2]);
  const short = Math.hypot(cube.x - layout.goal.x, cube.y - layout.goal.y);
  const atGoal = !cube.held && cube.z < CUBE && short < GOAL_RADIUS * 0.75;
  const above = Math.hypot(cube.x - grip[0], cube.y - grip[1]) < 0.02 && grip[2] < 0.1;
  const success = frame > FPS && (task === 2 ? above : atGoal);
  const progress =
    task === 2
      ? Math.exp(-8 * reach)
      : 0.3 * Math.exp(-8 * reach) + (cube.held ? 0.2 : 0) + 0.4 * Math.exp(-9 * short);
  return {
    state,
    action,
    environment: [cube.x, cube.y, cube.z, cube.yaw, layout.goal.x, layout.goal.y].map((value) =>
      round(value, 5),
    ),
    reward: round(success ? 1 : Math.min(0.95, progress), 4),
    done: false,
    success,
  };
}

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;
