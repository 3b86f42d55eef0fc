import fc from "fast-check";
import { expect, test } from "vitest";
import { boundsOf, fitView, panned, project, readView, unproject, writeView } from "./map-view.ts";

const size = { width: 640, height: 400 };

test("a pixel is the place of the map that is drawn there", () => {
  const number = fc.double({ min: -100, max: 100, noNaN: true });
  fc.assert(
    fc.property(
      number,
      number,
      fc.double({ min: -4, max: 8, noNaN: true }),
      number,
      number,
      (x, y, zoom, px, py) => {
        const view = { x, y, zoom };
        const [sx, sy] = project(view, size, ...unproject(view, size, px, py));
        expect(sx).toBeCloseTo(px, 6);
        expect(sy).toBeCloseTo(py, 6);
      },
    ),
  );
});

test("the view of all shows every point, with room around them, up to the largest map", () => {
  const x = Float32Array.of(-3, 8, 2);
  const y = Float32Array.of(100, 104, 90);
  const view = fitView(boundsOf(x, y), size);
  for (let i = 0; i < x.length; i += 1) {
    const [px, py] = project(view, size, x[i]!, y[i]!);
    expect(Math.min(px, py, size.width - px, size.height - py)).toBeGreaterThan(50);
  }
});

test("a lone point stands in the middle and is not magnified without end; no point is no view to be wrong", () => {
  const view = fitView(boundsOf(Float32Array.of(5), Float32Array.of(6)), size);
  expect(view).toMatchObject({ x: 5, y: 6 });
  expect(view.zoom).toBeLessThanOrEqual(7);
  expect(boundsOf(new Float32Array(0), new Float32Array(0))).toBeNull();
  expect(fitView(null, size)).toEqual({ x: 0, y: 0, zoom: 0 });
});

test("moving by pixels moves what is seen by as many, up being up", () => {
  const view = { x: 1, y: 1, zoom: 3 };
  expect(project(panned(view, 64, 0), size, 1, 1)).toEqual([256, 200]);
  expect(project(panned(view, 0, -64), size, 1, 1)).toEqual([320, 264]);
});

test("an address brings the view back; what is no view is refused", () => {
  const view = { x: -1.5, y: 22.125, zoom: 4.25 };
  expect(readView(writeView(view))).toEqual(view);
  for (const text of ["", "1,2", "1,2,3,4", "a,b,c", "1,,3", "1,2,Infinity", "1,2,99"])
    expect(readView(text), text).toBeNull();
});
