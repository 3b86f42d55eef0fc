/**
 * Ten colours for classes, told apart by people with any common colour blindness: Okabe and Ito's eight without black
 * (https://jfly.uni-koeln.de/color/), and three of Paul Tol's. Marks only, never text.
 */
export const CATEGORICAL = [
  "#0072b2",
  "#e69f00",
  "#009e73",
  "#cc79a7",
  "#56b4e9",
  "#d55e00",
  "#f0e442",
  "#999999",
  "#aa4499",
  "#88ccee",
] as const;

/** Colour of the n-th class, n from 0; it repeats after ten. */
export function categorical(n: number): string {
  return CATEGORICAL[((n % CATEGORICAL.length) + CATEGORICAL.length) % CATEGORICAL.length] ?? CATEGORICAL[0];
}
