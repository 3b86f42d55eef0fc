import { armPoints, type Point } from "../motion/arm.ts";
import { BOX, OBJECT_HALF } from "../motion/pick-and-place.ts";
import type { RobotPose } from "../motion/robot-motion.ts";
import { type Camera, type Pixel, projection } from "./camera.ts";

export interface Picture {
  pose: RobotPose;
  camera: Camera;
  /** Shown as bits along the lower edge, so that a person or a test can tell which picture this is. */
  frameIndex: number;
  width: number;
  height: number;
}

type Project = (at: Point) => Pixel;

const COLOURS = ["#e4572e", "#2e86ab", "#f3b61f", "#7a9e48", "#8f5aa8"] as const;
/** Metres. */
const LIMBS = [0.1, 0.075, 0.06, 0.045] as const;
const BITS = 16;
const TABLE = { near: -0.3, far: 0.72, side: 0.62 } as const;
const BOX_HALF = 0.09;
const BOX_HEIGHT = 0.07;

/** The table, the box, the object and the arm as an SVG picture, from back to front. */
export function drawScene({ pose, camera, frameIndex, width, height }: Picture): string {
  const project = projection(camera, width, height);
  const isHeld = pose.force > 0;
  const object = cube(
    project,
    pose.object,
    OBJECT_HALF,
    pose.objectRoll,
    COLOURS[pose.objectIndex % COLOURS.length] ?? COLOURS[0],
  );
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`,
    `<defs><linearGradient id="wall" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#c9d3dc"/><stop offset="1" stop-color="#eef1f3"/></linearGradient></defs>`,
    `<rect width="${width}" height="${height}" fill="url(#wall)"/>`,
    table(project),
    shadow(project, pose),
    openBox(project),
    isHeld ? "" : object,
    arm(project, pose),
    isHeld ? object : "",
    fingers(project, pose),
    frameCode(frameIndex, width, height),
    "</svg>",
  ];
  return parts.join("");
}

function table(project: Project): string {
  const { near, far, side } = TABLE;
  const top = polygon(project, [at(near, -side), at(far, -side), at(far, side), at(near, side)], "#d8b98c");
  const lines = Array.from({ length: 6 }, (_, i) => {
    const x = near + ((far - near) * (i + 0.5)) / 6;
    return line(project, [at(x, -side), at(x, side)], 0.004, "#c7a676");
  });
  return top + lines.join("");
}

/** Straight from above, as under a lamp. */
function shadow(project: Project, pose: RobotPose): string {
  const points = armPoints(pose.joints).map((point) => ({ ...point, z: 0 }));
  const object = { ...pose.object, z: 0 };
  const drawn = line(project, points, 0.07, "#000") + dot(project, object, OBJECT_HALF * 1.2, "#000");
  return `<g opacity="0.16">${drawn}</g>`;
}

function openBox(project: Project): string {
  const corner = (x: number, y: number, z: number): Point => ({
    x: BOX.x + x * BOX_HALF,
    y: BOX.y + y * BOX_HALF,
    z,
  });
  const ring = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const;
  const floor = polygon(
    project,
    ring.map(([x, y]) => corner(x, y, 0.002)),
    "#39506b",
  );
  const walls = ring.map(([x, y], i) => {
    const [x2, y2] = ring[(i + 1) % ring.length] ?? [x, y];
    const wall = [corner(x, y, 0), corner(x2, y2, 0), corner(x2, y2, BOX_HEIGHT), corner(x, y, BOX_HEIGHT)];
    return polygon(project, wall, "#5b7fa6", 0.62);
  });
  return floor + walls.join("");
}

function cube(project: Project, centre: Point, half: number, roll: number, colour: string): string {
  const corner = (x: number, y: number, z: number): Point => ({
    x: centre.x + half * (x * Math.cos(roll) - y * Math.sin(roll)),
    y: centre.y + half * (x * Math.sin(roll) + y * Math.cos(roll)),
    z: centre.z + half * z,
  });
  const ring = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const;
  const sides = ring
    .map(([x, y], i) => {
      const [x2, y2] = ring[(i + 1) % ring.length] ?? [x, y];
      const face = [corner(x, y, -1), corner(x2, y2, -1), corner(x2, y2, 1), corner(x, y, 1)];
      return { face, scale: project(corner((x + x2) / 2, (y + y2) / 2, 0)).scale, shade: i % 2 };
    })
    // The nearest last.
    .toSorted((a, b) => a.scale - b.scale)
    .map(
      ({ face, shade }) =>
        polygon(project, face, colour) + polygon(project, face, "#000", 0.15 + 0.15 * shade),
    );
  const top = polygon(
    project,
    ring.map(([x, y]) => corner(x, y, 1)),
    colour,
  );
  return sides.join("") + top;
}

function arm(project: Project, { joints }: RobotPose): string {
  const points = armPoints(joints);
  const limbs = LIMBS.map((thick, i) => {
    const ends = points.slice(i, i + 2);
    return (
      line(project, ends, thick, "#2b3440") +
      line(project, ends, thick * 0.72, i % 2 === 0 ? "#4a5563" : "#f08a24")
    );
  });
  const knuckles = points
    .slice(1, 4)
    .map((point) => dot(project, point, 0.032, "#1d242d") + dot(project, point, 0.014, "#aab4bf"));
  return dot(project, { x: 0, y: 0, z: 0 }, 0.09, "#2b3440") + limbs.join("") + knuckles.join("");
}

function fingers(project: Project, { tip, roll, grip }: RobotPose): string {
  const side = { x: -Math.sin(roll), y: Math.cos(roll) };
  const finger = (way: number): string => {
    const x = tip.x + (side.x * way * grip) / 2;
    const y = tip.y + (side.y * way * grip) / 2;
    const wrist = { x: tip.x, y: tip.y, z: tip.z + 0.06 };
    return line(project, [wrist, { x, y, z: tip.z + 0.04 }, { x, y, z: tip.z - 0.012 }], 0.014, "#1d242d");
  };
  return finger(-1) + finger(1);
}

function frameCode(frameIndex: number, width: number, height: number): string {
  const size = Math.max(3, Math.floor(width / 64));
  const bits = Array.from({ length: BITS }, (_, bit) => {
    const isSet = (frameIndex >> (BITS - 1 - bit)) & 1;
    const fill = isSet === 1 ? "#111" : "#fff";
    return `<rect x="${(bit + 1) * size}" y="${height - 2 * size}" width="${size}" height="${size}" fill="${fill}"/>`;
  });
  return bits.join("");
}

function at(x: number, y: number): Point {
  return { x, y, z: 0 };
}

function polygon(project: Project, points: readonly Point[], fill: string, opacity = 1): string {
  return `<polygon points="${list(points.map(project))}" fill="${fill}" opacity="${opacity}"/>`;
}

/** @param thick in metres */
function line(project: Project, points: readonly Point[], thick: number, colour: string): string {
  const pixels = points.map(project);
  const scale = pixels.reduce((sum, pixel) => sum + pixel.scale, 0) / pixels.length;
  const shape = `fill="none" stroke="${colour}" stroke-width="${(thick * scale).toFixed(1)}"`;
  return `<polyline points="${list(pixels)}" ${shape} stroke-linecap="round" stroke-linejoin="round"/>`;
}

function dot(project: Project, point: Point, radius: number, colour: string): string {
  const { x, y, scale } = project(point);
  return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${(radius * scale).toFixed(1)}" fill="${colour}"/>`;
}

function list(pixels: readonly Pixel[]): string {
  return pixels.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
}
