import { MAP_KINDS, type MapKind } from "./map-data.ts";

/** A part of one map, cut out by hand: the corners of a closed line in the map's own units. */
export interface MapArea {
  kind: MapKind;
  corners: readonly (readonly [number, number])[];
}

/** More than a hand draws; so many still fit an address. */
export const AREA_CORNERS_MAX = 96;
export const AREA_LENGTH_MAX = 2_048;

const NUMBER = String.raw`-?\d{1,7}(?:\.\d{1,6})?`;
const AREA = new RegExp(`^(\\w+):(${NUMBER},${NUMBER}(?:;${NUMBER},${NUMBER}){2,${AREA_CORNERS_MAX - 1}})$`);

/** Reads `motion:1.25,-3;2,-3;2,1`. @returns null for anything else */
export function readArea(text: string): MapArea | null {
  const [, name, line] = AREA.exec(text.slice(0, AREA_LENGTH_MAX + 1)) ?? [];
  const kind = MAP_KINDS.find((one) => one === name);
  if (kind === undefined || line === undefined) return null;
  const corners = line.split(";").map((corner): [number, number] => {
    const [x, y] = corner.split(",").map(Number);
    return [x ?? 0, y ?? 0];
  });
  return { kind, corners };
}

export function writeArea({ kind, corners }: MapArea): string {
  return `${kind}:${corners.map(([x, y]) => `${short(x)},${short(y)}`).join(";")}`;
}

/** A thousandth of a unit is far below a pixel. */
function short(value: number): string {
  return String(Number(value.toFixed(3)));
}

/**
 * Tells whether the line winds around a point: the rule by which Postgres says that a polygon contains it, also where the line crosses itself.
 * https://en.wikipedia.org/wiki/Point_in_polygon#Winding_number_algorithm
 */
export function insideOf({ corners }: Pick<MapArea, "corners">): (x: number, y: number) => boolean {
  const count = corners.length;
  // Numbers side by side: a hundred thousand points times a hundred corners are looked at.
  const xs = Float64Array.from(corners, ([x]) => x);
  const ys = Float64Array.from(corners, ([, y]) => y);
  return (x, y) => {
    let winding = 0;
    let ax = xs[count - 1] ?? 0;
    let ay = ys[count - 1] ?? 0;
    for (let i = 0; i < count; i += 1) {
      const bx = xs[i] ?? 0;
      const by = ys[i] ?? 0;
      if (ay <= y !== by <= y) {
        const side = (bx - ax) * (y - ay) - (x - ax) * (by - ay);
        if (by > ay && side > 0) winding += 1;
        else if (by < ay && side < 0) winding -= 1;
      }
      ax = bx;
      ay = by;
    }
    return winding !== 0;
  };
}
