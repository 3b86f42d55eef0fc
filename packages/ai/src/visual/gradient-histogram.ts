/** Cells each way, and directions of edges in each. */
const CELLS = 4;
const DIRECTIONS = 6;
export const GRADIENT_DIMS = CELLS * CELLS * DIRECTIONS;

/** Pixels each way that are looked at: finer detail is the codec's. */
const SIDE = 64;
/** Of full contrast; a picture without edges must not have its noise blown up. */
const NORM_MIN = 0.02;

/** Where which edges are: strength by direction, whichever side is the lighter, in a 4 × 4 grid; of length about 1 all together. */
export function gradientHistogram(rgb: Uint8Array, width: number, height: number): Float32Array {
  const grey = shrink(rgb, width, height);
  const histogram = new Float32Array(GRADIENT_DIMS);
  for (let y = 1; y < SIDE - 1; y++)
    for (let x = 1; x < SIDE - 1; x++) {
      const dx = grey[y * SIDE + x + 1]! - grey[y * SIDE + x - 1]!;
      const dy = grey[(y + 1) * SIDE + x]! - grey[(y - 1) * SIDE + x]!;
      const strength = Math.hypot(dx, dy);
      if (strength === 0) continue;
      // An edge's direction has no sign: half a turn holds them all. Shared between the two nearest directions.
      const place = ((Math.atan2(dy, dx) + Math.PI) / Math.PI) * DIRECTIONS;
      const lower = Math.floor(place);
      const cell = Math.floor((y * CELLS) / SIDE) * CELLS + Math.floor((x * CELLS) / SIDE);
      histogram[cell * DIRECTIONS + (lower % DIRECTIONS)]! += strength * (1 - (place - lower));
      histogram[cell * DIRECTIONS + ((lower + 1) % DIRECTIONS)]! += strength * (place - lower);
    }
  // The root keeps one strong edge from being all there is.
  const pixels = (SIDE / CELLS) ** 2;
  let squares = 0;
  for (let i = 0; i < histogram.length; i++) {
    histogram[i] = Math.sqrt(histogram[i]! / pixels);
    squares += histogram[i]! ** 2;
  }
  const norm = Math.max(NORM_MIN, Math.sqrt(squares));
  return histogram.map((value) => value / norm);
}

/** SIDE × SIDE mean lightness, 0 … 1. */
function shrink(rgb: Uint8Array, width: number, height: number): Float32Array {
  const grey = new Float32Array(SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) {
    const [top, bottom] = span(y, height);
    for (let x = 0; x < SIDE; x++) {
      const [left, right] = span(x, width);
      let sum = 0;
      for (let row = top; row < bottom; row++)
        for (let at = (row * width + left) * 3; at < (row * width + right) * 3; at += 3)
          sum += 0.299 * rgb[at]! + 0.587 * rgb[at + 1]! + 0.114 * rgb[at + 2]!;
      grey[y * SIDE + x] = sum / (255 * (right - left) * (bottom - top));
    }
  }
  return grey;
}

function span(cell: number, size: number): [number, number] {
  const from = Math.min(size - 1, Math.floor((cell * size) / SIDE));
  return [from, Math.max(from + 1, Math.floor(((cell + 1) * size) / SIDE))];
}
