import { add, cross, perpendicular, scale, subtract, unit, type Vec } from "./vector.ts";

export interface Material {
  colour: Vec;
  /** 0 matt to 1 glossy. */
  gloss: number;
}

/** Three corners with a normal each. */
export interface Triangle {
  corners: readonly [Vec, Vec, Vec];
  normals: readonly [Vec, Vec, Vec];
  material: Material;
}

const ROUND_PARTS = 20;

/** A box given by its centre and three half-edges. */
export function box(centre: Vec, edges: readonly [Vec, Vec, Vec], material: Material): Triangle[] {
  const triangles: Triangle[] = [];
  for (let axis = 0; axis < 3; axis++) {
    const [u, v, w] = [
      edges[axis] ?? edges[0],
      edges[(axis + 1) % 3] ?? edges[1],
      edges[(axis + 2) % 3] ?? edges[2],
    ];
    for (const side of [1, -1]) {
      const middle = add(centre, scale(u, side));
      const corner = (a: number, b: number): Vec => add(middle, add(scale(v, a), scale(w, b)));
      const normal = unit(scale(u, side));
      triangles.push(
        ...quad(
          corner(-1, -1),
          corner(1, -1),
          corner(1, 1),
          corner(-1, 1),
          [normal, normal, normal, normal],
          material,
        ),
      );
    }
  }
  return triangles;
}

/** A cylinder or cone stump with rounded shading and flat ends. */
export function tube(
  from: Vec,
  to: Vec,
  fromRadius: number,
  toRadius: number,
  material: Material,
): Triangle[] {
  const axis = unit(subtract(to, from));
  const side = perpendicular(axis);
  const other = cross(axis, side);
  const around = (part: number): Vec => {
    const angle = (2 * Math.PI * part) / ROUND_PARTS;
    return add(scale(side, Math.cos(angle)), scale(other, Math.sin(angle)));
  };
  const triangles: Triangle[] = [];
  for (let part = 0; part < ROUND_PARTS; part++) {
    const [a, b] = [around(part), around(part + 1)];
    const [fromA, fromB] = [add(from, scale(a, fromRadius)), add(from, scale(b, fromRadius))];
    const [toA, toB] = [add(to, scale(a, toRadius)), add(to, scale(b, toRadius))];
    triangles.push(...quad(fromA, fromB, toB, toA, [a, b, b, a], material));
    triangles.push({ corners: [to, toA, toB], normals: [axis, axis, axis], material });
    const back = scale(axis, -1);
    triangles.push({ corners: [from, fromA, fromB], normals: [back, back, back], material });
  }
  return triangles;
}

function quad(
  a: Vec,
  b: Vec,
  c: Vec,
  d: Vec,
  n: readonly [Vec, Vec, Vec, Vec],
  material: Material,
): Triangle[] {
  return [
    { corners: [a, b, c], normals: [n[0], n[1], n[2]], material },
    { corners: [a, c, d], normals: [n[0], n[2], n[3]], material },
  ];
}
