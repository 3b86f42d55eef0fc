import { poseOf } from "../sim/arm.ts";
import { add, cross, dot, scale, subtract, unit, type Vec } from "./vector.ts";

/** A pinhole camera. Pixel (u, v) counts from the top left corner. */
export interface Camera {
  width: number;
  height: number;
  eye: Vec;
  right: Vec;
  down: Vec;
  forward: Vec;
  /** Pixels. */
  focal: number;
}

export function lookAt(
  eye: Vec,
  target: Vec,
  up: Vec,
  width: number,
  height: number,
  viewAngle: number,
): Camera {
  const forward = unit(subtract(target, eye));
  const right = unit(cross(forward, up));
  const focal = width / 2 / Math.tan((viewAngle * Math.PI) / 360);
  return { width, height, eye, right, down: cross(forward, right), forward, focal };
}

/** Screen position and depth (metres along the view) of a point. */
export function project(camera: Camera, point: Vec): Vec {
  const from = subtract(point, camera.eye);
  const depth = dot(from, camera.forward);
  const k = camera.focal / Math.max(1e-6, depth);
  return [
    camera.width / 2 + dot(from, camera.right) * k,
    camera.height / 2 + dot(from, camera.down) * k,
    depth,
  ];
}

/** Stands before the table, a little to the side. */
export function frontCamera(width: number, height: number): Camera {
  return lookAt([1.12, -0.46, 0.66], [0.15, 0.015, 0.165], [0, 0, 1], width, height, 43);
}

/** Sits on the hand, tilted towards the finger tips. */
export function wristCamera(state: number[], width: number, height: number): Camera {
  const { wrist, grip, approach, closing } = poseOf(state);
  const back = unit(cross(closing, approach));
  const eye = add(add(wrist, scale(approach, 0.02)), scale(back, 0.095));
  return lookAt(eye, add(grip, scale(back, 0.02)), back, width, height, 66);
}
