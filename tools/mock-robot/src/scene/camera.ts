import type { Point } from "../motion/arm.ts";

export interface Camera {
  eye: Point;
  lookAt: Point;
  /** Of the picture's height. */
  focal: number;
}

export interface Pixel {
  x: number;
  y: number;
  /** Pixels of one metre at this distance. */
  scale: number;
}

const TARGET: Point = { x: 0.2, y: 0, z: 0.14 };

/** Names end in what stands in topics; further cameras go around the table. */
export function cameraName(index: number): string {
  return ["front", "top", "side"][index] ?? `view_${index + 1}`;
}

export function cameraAt(index: number): Camera {
  if (index === 0) return { eye: { x: 1.25, y: 0.5, z: 0.75 }, lookAt: TARGET, focal: 1.35 };
  if (index === 1) return { eye: { x: 0.05, y: 0, z: 1.4 }, lookAt: { x: 0.24, y: 0, z: 0 }, focal: 1.3 };
  if (index === 2) return { eye: { x: 0.3, y: -1.35, z: 0.45 }, lookAt: TARGET, focal: 1.4 };
  const angle = index * 2.4;
  const eye = { x: 0.2 + 1.3 * Math.cos(angle), y: 1.3 * Math.sin(angle), z: 0.7 };
  return { eye, lookAt: TARGET, focal: 1.35 };
}

/** @returns from metres to pixels of a picture of this size */
export function projection(
  { eye, lookAt, focal }: Camera,
  width: number,
  height: number,
): (at: Point) => Pixel {
  const ahead = unit(minus(lookAt, eye));
  const right = unit(cross(ahead, { x: 0, y: 0, z: 1 }));
  const up = cross(right, ahead);
  return (at) => {
    const offset = minus(at, eye);
    const scale = (focal * height) / Math.max(0.05, dot(offset, ahead));
    return { x: width / 2 + dot(offset, right) * scale, y: height / 2 - dot(offset, up) * scale, scale };
  };
}

function minus(a: Point, b: Point): Point {
  return { x: a.x - b.x, y: a.y - b.y, z: a.z - b.z };
}

function dot(a: Point, b: Point): number {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

function cross(a: Point, b: Point): Point {
  return { x: a.y * b.z - a.z * b.y, y: a.z * b.x - a.x * b.z, z: a.x * b.y - a.y * b.x };
}

function unit(a: Point): Point {
  const length = Math.hypot(a.x, a.y, a.z);
  return { x: a.x / length, y: a.y / length, z: a.z / length };
}
