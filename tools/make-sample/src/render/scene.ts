import { HAND, poseOf } from "../sim/arm.ts";
import { CUBE, type Row } from "../sim/simulate.ts";
import { box, type Material, type Triangle, tube } from "./mesh.ts";
import { add, cross, scale, subtract, unit, type Vec } from "./vector.ts";

const SHELL: Material = { colour: [0.93, 0.94, 0.95], gloss: 0.5 };
const JOINT: Material = { colour: [0.98, 0.47, 0.16], gloss: 0.45 };
const METAL: Material = { colour: [0.24, 0.27, 0.32], gloss: 0.6 };
const RUBBER: Material = { colour: [0.13, 0.14, 0.16], gloss: 0.15 };
const CUBE_PAINT: Material = { colour: [0.1, 0.56, 0.9], gloss: 0.3 };

/** Everything solid at one frame. */
export function sceneTriangles(row: Row): { arm: Triangle[]; cube: Triangle[] } {
  return { arm: armTriangles(row.state), cube: cubeTriangles(row.environment) };
}

function cubeTriangles([x = 0, y = 0, z = 0, yaw = 0]: number[]): Triangle[] {
  const half = CUBE / 2;
  const [c, s] = [Math.cos(yaw) * half, Math.sin(yaw) * half];
  return box(
    [x, y, z],
    [
      [c, s, 0],
      [-s, c, 0],
      [0, 0, half],
    ],
    CUBE_PAINT,
  );
}

function armTriangles(state: number[]): Triangle[] {
  const pose = poseOf(state);
  const { shoulder, elbow, wrist, approach, closing } = pose;
  const side = unit(cross(subtract(elbow, shoulder), [0, 0, 1]));
  const hinge = (at: Vec, radius: number, width: number): Triangle[] =>
    tube(add(at, scale(side, -width)), add(at, scale(side, width)), radius, radius, JOINT);
  return [
    ...tube([0, 0, 0], [0, 0, 0.025], 0.085, 0.08, METAL),
    ...tube([0, 0, 0.025], [0, 0, 0.1], 0.058, 0.05, SHELL),
    ...hinge(shoulder, 0.046, 0.052),
    ...tube(shoulder, elbow, 0.036, 0.03, SHELL),
    ...hinge(elbow, 0.037, 0.042),
    ...tube(elbow, wrist, 0.028, 0.022, SHELL),
    ...hinge(wrist, 0.029, 0.033),
    ...handTriangles(wrist, pose.grip, approach, closing, pose.opening),
  ];
}

function handTriangles(wrist: Vec, grip: Vec, approach: Vec, closing: Vec, opening: number): Triangle[] {
  const across = unit(cross(approach, closing));
  const at = (forward: number): Vec => add(wrist, scale(approach, forward));
  const fingers = [-1, 1].flatMap((which) => {
    const out = scale(closing, which * (opening / 2 + 0.006));
    const thick = scale(closing, 0.006);
    const upper = add(at(HAND - 0.036), out);
    const pad = add(subtract(grip, scale(approach, 0.004)), out);
    return [
      ...box(upper, [thick, scale(across, 0.011), scale(approach, 0.03)], METAL),
      ...box(pad, [scale(thick, 1.15), scale(across, 0.012), scale(approach, 0.014)], RUBBER),
    ];
  });
  return [
    ...tube(wrist, at(0.05), 0.022, 0.022, SHELL),
    ...tube(at(0.05), at(0.062), 0.027, 0.027, JOINT),
    ...box(at(0.078), [scale(closing, 0.05), scale(across, 0.02), scale(approach, 0.017)], METAL),
    ...fingers,
  ];
}
