import { shownRow, type Colouring } from "./colouring.ts";

/** What is drawn of the points. */
export interface PaintedPoints {
  /** RGBA a point; alpha 0 is not drawn. */
  colours: Uint8Array;
  /** Pairs: a factor of the size, and 1 for a diamond. */
  marks: Float32Array;
}

/** Of those that are not lit while others are. */
const DIM = 56;
const FULL = 235;

/**
 * @param isVisible 1 for points that the legend and the time let through
 * @param isLit 1 for chosen or found ones; null: nothing is singled out
 */
export function paintPoints(
  colouring: Colouring,
  isShown: Uint8Array | null,
  isVisible: Uint8Array,
  isLit: Uint8Array | null,
  sizes: Float32Array | null,
): PaintedPoints {
  const rgb = colouring.rows.map(({ colour }) => rgbOf(colour));
  const colours = new Uint8Array(4 * isVisible.length);
  const marks = new Float32Array(2 * isVisible.length);
  for (let i = 0; i < isVisible.length; i += 1) {
    if (isVisible[i] !== 1) continue;
    const row = shownRow(colouring, i, isShown);
    const [r, g, b] = rgb[row] ?? [0, 0, 0];
    colours[4 * i] = r;
    colours[4 * i + 1] = g;
    colours[4 * i + 2] = b;
    colours[4 * i + 3] = isLit === null || isLit[i] === 1 ? FULL : DIM;
    marks[2 * i] = sizes?.[i] ?? 1;
    marks[2 * i + 1] = colouring.rows[row]?.isDiamond === true ? 1 : 0;
  }
  return { colours, marks };
}

/** Points that some shown row has and that were there among the first `until`. */
export function visiblePoints(
  colouring: Colouring,
  isShown: Uint8Array | null,
  count: number,
  until: number,
): Uint8Array {
  const visible = new Uint8Array(count);
  const last = Math.min(count, until);
  if (isShown === null) return visible.fill(1, 0, last);
  for (let i = 0; i < last; i += 1) if (shownRow(colouring, i, isShown) !== -1) visible[i] = 1;
  return visible;
}

/** `#1a5fd0` → its three bytes. */
export function rgbOf(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}
