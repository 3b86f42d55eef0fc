import { scale, subtract, type Vec } from "./vector.ts";
import { TO_LIGHT } from "./light.ts";
import type { Triangle } from "./mesh.ts";

const CELL = 0.005;
const ORIGIN = -0.5;
const CELLS = 240;
const BLUR = 2;

/** How much of the lamp each spot of the table misses, 0 to 1, looked up by metres. */
export interface ShadowMap {
  at(x: number, y: number): number;
}

/** Drops every triangle along the light onto the table and softens the edges. */
export function castShadows(triangles: Triangle[]): ShadowMap {
  const mask = new Float32Array(CELLS * CELLS);
  for (const { corners } of triangles) fillTriangle(mask, corners.map(drop) as [Vec, Vec, Vec]);
  const soft = blur(blur(mask));
  return {
    at(x, y) {
      const u = (x - ORIGIN) / CELL - 0.5;
      const v = (y - ORIGIN) / CELL - 0.5;
      const [i, j] = [Math.floor(u), Math.floor(v)];
      if (i < 0 || j < 0 || i >= CELLS - 1 || j >= CELLS - 1) return 0;
      const [a, b] = [u - i, v - j];
      const n = j * CELLS + i;
      const near = (soft[n] ?? 0) * (1 - a) + (soft[n + 1] ?? 0) * a;
      const far = (soft[n + CELLS] ?? 0) * (1 - a) + (soft[n + CELLS + 1] ?? 0) * a;
      return near * (1 - b) + far * b;
    },
  };
}

const drop = (point: Vec): Vec => {
  const [x, y] = subtract(point, scale(TO_LIGHT, point[2] / TO_LIGHT[2]));
  return [(x - ORIGIN) / CELL, (y - ORIGIN) / CELL, 0];
};

function fillTriangle(mask: Float32Array, [a, b, c]: [Vec, Vec, Vec]): void {
  const area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  if (Math.abs(area) < 1e-9) return;
  const bound = (n: number): number => Math.min(CELLS - 1, Math.max(0, n));
  for (let y = bound(Math.floor(Math.min(a[1], b[1], c[1]))); y <= bound(Math.max(a[1], b[1], c[1])); y++) {
    for (let x = bound(Math.floor(Math.min(a[0], b[0], c[0]))); x <= bound(Math.max(a[0], b[0], c[0])); x++) {
      const [px, py] = [x + 0.5, y + 0.5];
      const u = ((b[0] - px) * (c[1] - py) - (b[1] - py) * (c[0] - px)) / area;
      const v = ((c[0] - px) * (a[1] - py) - (c[1] - py) * (a[0] - px)) / area;
      if (u >= 0 && v >= 0 && u + v <= 1) mask[y * CELLS + x] = 1;
    }
  }
}

/** Mean over a square, one axis after the other, each as a running sum. */
function blur(mask: Float32Array): Float32Array {
  return blurAlong(blurAlong(mask, 1, CELLS), CELLS, 1);
}

function blurAlong(from: Float32Array, step: number, line: number): Float32Array {
  const to = new Float32Array(from.length);
  const cells = 2 * BLUR + 1;
  for (let n = 0; n < CELLS; n++) {
    let sum = 0;
    for (let k = 0; k < CELLS; k++) {
      sum += from[n * line + k * step] ?? 0;
      if (k >= cells) sum -= from[n * line + (k - cells) * step] ?? 0;
      if (k >= cells - 1) to[n * line + (k - BLUR) * step] = sum / cells;
    }
  }
  return to;
}
