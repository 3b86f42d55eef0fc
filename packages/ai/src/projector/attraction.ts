/** Of the curve 1 / (1 + a d^2b) that is nearest to minDist 0.1, spread 1. */
const A = 1.5769434603113077;
const B = 0.8950608779109733;
/** Beyond this distance repulsion is nothing; maps are about 20 wide. */
const REACH = 64;
const CELLS = 1 << 15;
/** Keeps points that nearly coincide from being thrown apart without limit. */
const NEAR = 0.001;

/** What to multiply the difference of two points with, by their distance: tables instead of two powers an edge. */
export interface ForceTables {
  reach: number;
  cellsPerUnit: number;
  attraction: Float32Array;
  repulsion: Float32Array;
}

export const FORCES: ForceTables = forceTables();

/** For distances beyond the table. */
export function attractionAt(squared: number): number {
  const power = squared ** B;
  return (-2 * A * B * power) / squared / (1 + A * power);
}

function forceTables(): ForceTables {
  const cellsPerUnit = CELLS / REACH;
  const attraction = new Float32Array(CELLS + 1);
  const repulsion = new Float32Array(CELLS + 1);
  for (let cell = 0; cell <= CELLS; cell++) {
    const squared = ((cell + 0.5) / cellsPerUnit) ** 2;
    attraction[cell] = attractionAt(squared);
    repulsion[cell] = (2 * B) / ((NEAR + squared) * (1 + A * squared ** B));
  }
  return { reach: REACH, cellsPerUnit, attraction, repulsion };
}
