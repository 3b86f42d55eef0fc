/** Cells of the grid, each way. */
const GRID = 8;
/** Terms that are kept, in the order in which pictures need them (as MPEG-7's colour layout does): of lightness, and of each colour axis. */
const LIGHTNESS_TERMS = 10;
const COLOUR_TERMS = 6;
export const COLOUR_DIMS = LIGHTNESS_TERMS + 2 * COLOUR_TERMS;

/** [down, across], by rising frequency: JPEG's zigzag. */
const ZIGZAG: readonly (readonly [number, number])[] = [
  [0, 0],
  [0, 1],
  [1, 0],
  [2, 0],
  [1, 1],
  [0, 2],
  [0, 3],
  [1, 2],
  [2, 1],
  [3, 0],
];

/** Where which colours are: the mean CIELAB of an 8 × 8 grid, as its lowest cosine terms, in units of 1/100. */
export function colourLayout(rgb: Uint8Array, width: number, height: number): Float32Array {
  const grid = gridOfLab(rgb, width, height);
  const out = new Float32Array(COLOUR_DIMS);
  let at = 0;
  for (const [channel, terms] of [LIGHTNESS_TERMS, COLOUR_TERMS, COLOUR_TERMS].entries())
    for (const [down, across] of ZIGZAG.slice(0, terms))
      out[at++] = cosineTerm(grid, channel, down, across) / 100;
  return out;
}

/** GRID × GRID × 3 */
function gridOfLab(rgb: Uint8Array, width: number, height: number): Float64Array {
  const grid = new Float64Array(GRID * GRID * 3);
  for (let cell = 0; cell < GRID * GRID; cell++) {
    const [left, right] = span(cell % GRID, width);
    const [top, bottom] = span(Math.floor(cell / GRID), height);
    const sums = [0, 0, 0];
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++)
        for (let c = 0; c < 3; c++) sums[c]! += LINEAR[rgb[(y * width + x) * 3 + c]!]!;
    const pixels = (right - left) * (bottom - top);
    grid.set(labOf(sums[0]! / pixels, sums[1]! / pixels, sums[2]! / pixels), cell * 3);
  }
  return grid;
}

/** At least one pixel, also of a picture smaller than the grid. */
function span(cell: number, size: number): [number, number] {
  const from = Math.min(size - 1, Math.floor((cell * size) / GRID));
  return [from, Math.max(from + 1, Math.floor(((cell + 1) * size) / GRID))];
}

function cosineTerm(grid: Float64Array, channel: number, down: number, across: number): number {
  let sum = 0;
  for (let y = 0; y < GRID; y++)
    for (let x = 0; x < GRID; x++)
      sum +=
        grid[(y * GRID + x) * 3 + channel]! *
        Math.cos((Math.PI * (2 * y + 1) * down) / (2 * GRID)) *
        Math.cos((Math.PI * (2 * x + 1) * across) / (2 * GRID));
  const even = (term: number): number => (term === 0 ? 1 : Math.SQRT2);
  return (sum * even(down) * even(across)) / (GRID * GRID);
}

/** sRGB's curve: light is added up, not its code. */
const LINEAR = Float64Array.from({ length: 256 }, (_, code) => {
  const value = code / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

/** CIELAB of linear sRGB under D65. */
function labOf(red: number, green: number, blue: number): [number, number, number] {
  const x = curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
  const y = curve(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function curve(value: number): number {
  return value > 216 / 24389 ? Math.cbrt(value) : ((24389 / 27) * value + 16) / 116;
}
