import { describe, expect, test } from "vitest";
import { STILL_DIMS, stillDescriptor, VISUAL_DIMS, visualVector } from "../../src/visual.ts";

type Paint = (x: number, y: number) => readonly [number, number, number];

/** @param paint colour at a place, both 0 … 1 */
function picture(width: number, height: number, paint: Paint): Uint8Array {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rgb.set(paint((x + 0.5) / width, (y + 0.5) / height), (y * width + x) * 3);
  return rgb;
}

function still(paint: Paint, width = 96, height = 96): Float32Array {
  return stillDescriptor(picture(width, height, paint), width, height);
}

function distance(a: Float32Array, b: Float32Array): number {
  return Math.hypot(...a.map((value, d) => value - b[d]!));
}

const square =
  (left: number, top: number, colour: readonly [number, number, number]): Paint =>
  (x, y) =>
    x > left && x < left + 0.25 && y > top && y < top + 0.25 ? colour : [200, 200, 200];
const RED = [220, 30, 30] as const;
const BLUE = [30, 30, 220] as const;

describe("a still's descriptor", () => {
  test("is nearly the same at any size", () => {
    const scene = square(0.3, 0.4, RED);
    const small = still(scene, 96, 96);
    expect(distance(small, still(scene, 640, 480))).toBeLessThan(
      0.35 * distance(small, still(square(0.6, 0.1, BLUE))),
    );
    expect(small).toHaveLength(STILL_DIMS);
  });

  test("tells where things are, what colour they have and which way edges run", () => {
    const here = still(square(0.1, 0.1, RED));
    const beside = distance(here, still(square(0.13, 0.1, RED)));
    expect(beside).toBeLessThan(distance(here, still(square(0.6, 0.6, RED))));
    expect(distance(here, still(square(0.1, 0.1, [215, 35, 30])))).toBeLessThan(
      distance(here, still(square(0.1, 0.1, BLUE))),
    );
    const stripes = (turned: boolean): Float32Array =>
      still((x, y) => (Math.floor((turned ? y : x) * 12) % 2 === 0 ? [0, 0, 0] : [255, 255, 255]));
    expect(distance(stripes(true), stripes(false))).toBeGreaterThan(0.25);
  });

  test("noise of an even picture is not taken for edges", () => {
    let n = 0;
    const noisy = still(() => [100 + ((n++ * 7) % 3), 100, 100]);
    expect(
      distance(
        noisy,
        still(() => [101, 100, 100]),
      ),
    ).toBeLessThan(0.2);
  });

  test("black, white and pictures of one pixel are finite; too few bytes are refused", () => {
    for (const paint of [() => [0, 0, 0], () => [255, 255, 255]] as Paint[])
      for (const [width, height] of [
        [96, 96],
        [1, 1],
        [3, 200],
      ] as const)
        expect(still(paint, width, height).every(Number.isFinite)).toBe(true);
    expect(() => stillDescriptor(new Uint8Array(10), 2, 2)).toThrow(RangeError);
    expect(() => stillDescriptor(new Uint8Array(0), 0, 0)).toThrow(RangeError);
  });
});

describe("an episode's vector", () => {
  const stills = Array.from({ length: 8 }, (_, n) => still(square(n / 12, 0.3, RED)));

  test("has the same length for any number of stills", () => {
    for (const count of [0, 1, 2, 8, 20])
      expect(visualVector(Array.from({ length: count }, () => stills[0]!))).toHaveLength(VISUAL_DIMS);
    expect(visualVector([])).toEqual(new Float32Array(VISUAL_DIMS));
  });

  test("a single still is how it begins, ends and is on the whole, without change", () => {
    const vector = visualVector([stills[0]!]);
    for (const block of [0, 1, 2])
      expect(vector.subarray(block * STILL_DIMS, (block + 1) * STILL_DIMS)).toEqual(stills[0]);
    expect(vector.subarray(3 * STILL_DIMS).every((value) => value === 0)).toBe(true);
  });

  test("which way it went, and whether anything moved, are seen", () => {
    const there = visualVector(stills);
    const back = visualVector(stills.toReversed());
    const slower = visualVector(Array.from({ length: 8 }, (_, n) => still(square((n + 0.3) / 12, 0.3, RED))));
    const nothing = visualVector(Array.from({ length: 8 }, () => stills[0]!));
    expect(distance(there, slower)).toBeLessThan(distance(there, back));
    expect(distance(there, slower)).toBeLessThan(distance(there, nothing));
  });
});
