import { categorical } from "../../../ui/palette.ts";

/** Contrast that a thin line needs on its ground (WCAG 1.4.11). */
const CONTRAST_MIN = 3;

function luminance([r, g, b]: readonly number[]): number {
  const linear = (c = 0): number => (c <= 10.31475 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** Of `#rrggbb`, or of `#rgb`, which is what a build makes of white. */
function channels(hex: string): number[] {
  const long = hex.length === 4 ? hex.replaceAll(/[\da-f]/gi, "$&$&") : hex;
  return [1, 3, 5].map((at) => Number.parseInt(long.slice(at, at + 2), 16));
}

/** The palette's colour of line `n`, moved towards ink only as far as a thin line needs on `ground`. */
export function lineColour(n: number, ground: string): string {
  const back = luminance(channels(ground));
  const towards = back > 0.5 ? 0 : 255;
  const colour = channels(categorical(n));
  for (let share = 0; share <= 1; share += 0.05) {
    const mixed = colour.map((c) => Math.round(c + (towards - c) * share));
    const front = luminance(mixed);
    const contrast = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    if (contrast >= CONTRAST_MIN) return `rgb(${mixed.join(" ")})`;
  }
  return towards === 0 ? "rgb(0 0 0)" : "rgb(255 255 255)";
}

/** Lines of the second ten are dashed, so that no two of the first twenty look the same. */
export function lineDash(n: number): number[] {
  return [[], [6, 3], [2, 3]][Math.floor(n / 10) % 3] ?? [];
}
