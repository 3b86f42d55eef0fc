import { dot, scale, subtract, unit, type Vec } from "./vector.ts";
import type { Material } from "./mesh.ts";

/** Direction to the lamp. */
export const TO_LIGHT = unit([0.35, -0.5, 1]);
const FILL = unit([0.6, 0.7, 0.3]);
const LIGHT_COLOUR: Vec = [1, 0.98, 0.94];

/** Colour of a surface point, 0 to 1 a channel: lamp, weaker fill from the other side, sky from above, highlight. */
export function shade(material: Material, normal: Vec, toEye: Vec): Vec {
  const facing = dot(normal, toEye) < 0 ? scale(normal, -1) : normal;
  const lamp = Math.max(0, dot(facing, TO_LIGHT));
  const fill = Math.max(0, dot(facing, FILL));
  const brightness = 0.4 + 0.12 * facing[2] + 0.5 * lamp + 0.14 * fill;
  const mirrored = subtract(scale(facing, 2 * dot(facing, TO_LIGHT)), TO_LIGHT);
  const highlight = material.gloss * 0.5 * Math.max(0, dot(mirrored, toEye)) ** 24;
  const channel = (c: 0 | 1 | 2): number =>
    Math.min(1, material.colour[c] * brightness * LIGHT_COLOUR[c] + highlight);
  return [channel(0), channel(1), channel(2)];
}
