import type { HandTarget } from "./arm.ts";
import type { Random } from "./random.ts";

export const TASKS = [
  "Pick up the cube and place it on the target.",
  "Push the cube onto the target.",
  "Reach for the cube and stop above it.",
] as const;

export type Behaviour =
  | "place"
  | "place_hesitant"
  | "place_retry"
  | "place_slip"
  | "place_miss"
  | "push"
  | "push_astray"
  | "reach"
  | "reach_wide";

/** Every behaviour with how often it occurs and its task, in a mixed order that `mixedBehaviours` gives. */
const COUNTS: readonly [Behaviour, number][] = [
  ["place", 8],
  ["place_hesitant", 3],
  ["place_retry", 4],
  ["place_slip", 4],
  ["place_miss", 3],
  ["push", 4],
  ["push_astray", 1],
  ["reach", 4],
  ["reach_wide", 1],
];

export const taskOf = (behaviour: Behaviour): number =>
  behaviour.startsWith("place") ? 0 : behaviour.startsWith("push") ? 1 : 2;

/** All episodes' behaviours, dealt like cards so that neighbours differ. */
export function mixedBehaviours(random: Random): Behaviour[] {
  const all = COUNTS.flatMap(([behaviour, count]) => Array.from({ length: count }, () => behaviour));
  for (let n = all.length - 1; n > 0; n--) {
    const other = Math.floor(random.between(0, n + 1));
    const here = all[n];
    const there = all[other];
    if (here !== undefined && there !== undefined) [all[n], all[other]] = [there, here];
  }
  return all;
}

/** Where things stand when an episode begins. */
export interface Layout {
  cube: { x: number; y: number; yaw: number };
  goal: { x: number; y: number };
}

/** One smooth move of the hand. */
export interface Move {
  to: HandTarget;
  seconds: number;
  /** The cube slips out of the fingers when this part of the move is done. */
  slipAt?: number;
}

export const HOME: HandTarget = { x: 0.23, y: 0, z: 0.25, yaw: 0, gripper: 85 };
const ABOVE = 0.15;
const LOW = 0.022;
const OPEN = 88;
const SHUT = 34;

export function randomLayout(random: Random): Layout {
  const side = random.between(0, 1) < 0.5 ? -1 : 1;
  return {
    cube: {
      x: random.between(0.26, 0.38),
      y: side * random.between(0.05, 0.18),
      yaw: random.between(-0.7, 0.7),
    },
    goal: { x: random.between(0.27, 0.38), y: -side * random.between(0.07, 0.18) },
  };
}

/** The moves of an episode, with the small differences that make each its own. */
export function planMoves(behaviour: Behaviour, { cube, goal }: Layout, random: Random): Move[] {
  const pace = random.between(0.85, 1.2) * (behaviour === "place_hesitant" ? 1.1 : 1);
  const over = { x: cube.x, y: cube.y, z: ABOVE, yaw: cube.yaw, gripper: OPEN };
  const move = (to: HandTarget, seconds: number): Move => ({ to, seconds: seconds * pace });
  const wait = (at: HandTarget, seconds: number): Move => ({ to: at, seconds });
  const grasp = (at: HandTarget): Move[] => [
    move({ ...at, z: LOW }, 0.7),
    move({ ...at, z: LOW, gripper: SHUT }, 0.45),
  ];
  const start = [wait(HOME, random.between(0.15, 0.4)), move(over, 0.9)];
  const miss = (size: number): HandTarget => {
    const angle = cube.yaw + Math.PI / 2 + random.between(-0.3, 0.3);
    return { ...over, x: over.x + size * Math.cos(angle), y: over.y + size * Math.sin(angle) };
  };
  // Nobody sets a thing down on the millimetre.
  const aim = { x: goal.x + random.normal(0.007), y: goal.y + random.normal(0.007) };
  const carry = carryMoves(aim, cube.yaw, move);
  switch (behaviour) {
    case "place":
      return [...start, ...grasp(over), ...carry];
    case "place_hesitant": {
      const shy = { ...over, z: 0.07 };
      const hold = random.between(0.5, 0.9);
      return [
        ...start,
        wait(over, hold),
        move(shy, 0.5),
        wait(shy, hold),
        move(over, 0.4),
        ...grasp(over),
        ...carry,
      ];
    }
    case "place_retry": {
      const wrong = miss(random.between(0.05, 0.06));
      const again = [move({ ...wrong, gripper: SHUT }, 0.55), move({ ...wrong, gripper: OPEN }, 0.35)];
      return [
        ...start,
        move(wrong, 0.4),
        ...grasp(wrong),
        ...again,
        move(over, 0.4),
        ...grasp(over),
        ...carry,
      ];
    }
    case "place_slip":
      return [
        ...start,
        ...grasp(over),
        ...carry.map((each, n) => (n === 1 ? { ...each, slipAt: random.between(0.25, 0.7) } : each)),
      ];
    case "place_miss": {
      const wrong = miss(random.between(0.052, 0.065));
      return [...start, move(wrong, 0.4), ...grasp(wrong), ...carry];
    }
    case "push":
    case "push_astray":
      return pushMoves(cube, aim, behaviour === "push" ? 0 : 0.02, start, move);
    case "reach":
      return [
        ...start,
        move({ ...over, z: 0.075 }, 0.9),
        wait({ ...over, z: 0.075 }, random.between(1.6, 2.4)),
      ];
    case "reach_wide":
      return [...start, move({ ...miss(0.09), z: 0.075 }, 1.1), wait({ ...miss(0.09), z: 0.075 }, 1.4)];
  }
}

type MakeMove = (to: HandTarget, seconds: number) => Move;

function carryMoves(goal: Layout["goal"], yaw: number, move: MakeMove): Move[] {
  const over = { x: goal.x, y: goal.y, z: ABOVE, yaw: yaw * 0.2, gripper: SHUT };
  return [
    { ...move({ ...over, x: (goal.x + HOME.x) / 2, y: goal.y * 0.2, z: ABOVE + 0.03, yaw: yaw * 0.6 }, 0.7) },
    move(over, 0.8),
    move({ ...over, z: LOW + 0.003 }, 0.65),
    move({ ...over, z: LOW + 0.003, gripper: OPEN }, 0.35),
    move({ ...over, gripper: OPEN }, 0.5),
    move(HOME, 0.8),
  ];
}

/** Closed fingers behind the cube, then straight at the goal; `astray` metres beside the middle lets the cube turn away. */
function pushMoves(
  cube: Layout["cube"],
  goal: Layout["goal"],
  astray: number,
  start: Move[],
  move: MakeMove,
): Move[] {
  const angle = Math.atan2(goal.y - cube.y, goal.x - cube.x);
  const [ux, uy] = [Math.cos(angle), Math.sin(angle)];
  const behind = {
    x: cube.x - ux * 0.07 - uy * astray,
    y: cube.y - uy * 0.07 + ux * astray,
    z: 0.16,
    yaw: angle + Math.PI / 2,
    gripper: 8,
  };
  const end = { x: goal.x - ux * 0.03 - uy * astray, y: goal.y - uy * 0.03 + ux * astray };
  const [wait] = start;
  return [
    ...(wait === undefined ? [] : [wait]),
    move(behind, 1),
    move({ ...behind, z: LOW }, 0.6),
    move({ ...behind, ...end, z: LOW }, 1.9),
    move({ ...behind, x: end.x - ux * 0.03, y: end.y - uy * 0.03, z: 0.16 }, 0.6),
    move(HOME, 0.8),
  ];
}
