import type { Row } from "../sim/simulate.ts";
import { type Camera, project } from "./camera.ts";
import { shade } from "./light.ts";
import type { Triangle } from "./mesh.ts";
import { sceneTriangles } from "./scene.ts";
import { castShadows, type ShadowMap } from "./shadow.ts";
import { paintGround } from "./table.ts";
import { add, scale, subtract, unit, type Vec } from "./vector.ts";

/** Samples a pixel, along each side. */
const OVERSAMPLING = 2;
const NEAR = 0.02;

/** RGB pixels of one frame, 3 bytes each, as these cameras see it. `cameraAt` is asked for a camera of the oversampled size. */
export function drawFrame(
  row: Row,
  cameras: ((width: number, height: number) => Camera)[],
  sizes: [number, number][],
): Uint8Array[] {
  const { arm, cube } = sceneTriangles(row);
  const triangles = [...arm, ...cube];
  const shadow = castShadows(triangles);
  const goal = [row.environment[4] ?? 0, row.environment[5] ?? 0] as const;
  return cameras.map((cameraAt, n) => {
    const [width, height] = sizes[n] ?? [0, 0];
    const camera = cameraAt(width * OVERSAMPLING, height * OVERSAMPLING);
    const picture = drawGround(camera, goal, shadow);
    drawTriangles(camera, triangles, picture);
    return shrink(picture, width, height);
  });
}

/** Every pixel's ray meets the plane z = 0, or goes above the horizon. */
function drawGround(camera: Camera, goal: readonly number[], shadow: ShadowMap): Float32Array {
  const { width, height, eye, right, down, forward, focal } = camera;
  const picture = new Float32Array(width * height * 3);
  for (let v = 0; v < height; v++) {
    const below = (v + 0.5 - height / 2) / focal;
    for (let u = 0; u < width; u++) {
      const across = (u + 0.5 - width / 2) / focal;
      const dz = forward[2] + right[2] * across + down[2] * below;
      const k = dz < -1e-6 ? -eye[2] / dz : Infinity;
      const at = (v * width + u) * 3;
      if (k > FAR) {
        picture[at] = WALL[0];
        picture[at + 1] = WALL[1];
        picture[at + 2] = WALL[2];
        continue;
      }
      const x = eye[0] + (forward[0] + right[0] * across + down[0] * below) * k;
      const y = eye[1] + (forward[1] + right[1] * across + down[1] * below) * k;
      paintGround(picture, at, x, y, goal, shadow.at(x, y));
    }
  }
  return picture;
}

/** Metres along a ray beyond which the floor has faded into the wall. */
const FAR = 6;
const WALL: Vec = [0.2, 0.23, 0.28];

function drawTriangles(camera: Camera, triangles: Triangle[], picture: Float32Array): void {
  const depths = new Float32Array(camera.width * camera.height).fill(Infinity);
  for (const triangle of triangles) drawTriangle(camera, triangle, picture, depths);
}

/** Colours are found at the corners and blended across, which is enough for parts this small. */
function drawTriangle(
  camera: Camera,
  { corners, normals, material }: Triangle,
  picture: Float32Array,
  depths: Float32Array,
): void {
  const [a, b, c] = corners.map((corner) => project(camera, corner)) as [Vec, Vec, Vec];
  if (Math.min(a[2], b[2], c[2]) < NEAR) return;
  const area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  if (Math.abs(area) < 1e-6) return;
  const { width, height } = camera;
  const centre = scale(add(add(corners[0], corners[1]), corners[2]), 1 / 3);
  const toEye = unit(subtract(camera.eye, centre));
  const [first, second, third] = normals.map((normal) => shade(material, normal, toEye)) as [Vec, Vec, Vec];
  const bottom = Math.min(height - 1, Math.ceil(Math.max(a[1], b[1], c[1])));
  const rightmost = Math.min(width - 1, Math.ceil(Math.max(a[0], b[0], c[0])));
  const left = Math.max(0, Math.floor(Math.min(a[0], b[0], c[0])));
  for (let y = Math.max(0, Math.floor(Math.min(a[1], b[1], c[1]))); y <= bottom; y++) {
    for (let x = left; x <= rightmost; x++) {
      const u = ((b[0] - x - 0.5) * (c[1] - y - 0.5) - (b[1] - y - 0.5) * (c[0] - x - 0.5)) / area;
      const v = ((c[0] - x - 0.5) * (a[1] - y - 0.5) - (c[1] - y - 0.5) * (a[0] - x - 0.5)) / area;
      const w = 1 - u - v;
      if (u < 0 || v < 0 || w < 0) continue;
      const depth = 1 / (u / a[2] + v / b[2] + w / c[2]);
      const at = y * width + x;
      if (depth >= (depths[at] ?? 0)) continue;
      depths[at] = depth;
      for (let n = 0; n < 3; n++) {
        picture[at * 3 + n] = (first[n] ?? 0) * u + (second[n] ?? 0) * v + (third[n] ?? 0) * w;
      }
    }
  }
}

/** Mean of the samples of each pixel, as display bytes. */
function shrink(picture: Float32Array, width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(width * height * 3);
  const stride = width * OVERSAMPLING * 3;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        let at = y * OVERSAMPLING * stride + x * OVERSAMPLING * 3 + channel;
        let sum = 0;
        for (let dy = 0; dy < OVERSAMPLING; dy++, at += stride) {
          for (let dx = 0; dx < OVERSAMPLING; dx++) sum += picture[at + dx * 3] ?? 0;
        }
        bytes[(y * width + x) * 3 + channel] = Math.round(255 * Math.min(1, sum / OVERSAMPLING ** 2));
      }
    }
  }
  return bytes;
}
