import { seededRandom } from "../neighbours/seeded-random.ts";
import { hashText } from "./motion-signals.ts";

export const SIGNATURE_DIMS = 12;
/** Radius of the sphere that every episode's own part is lifted to; few motions are that unusual. */
const RADIUS = 3;

/**
 * Puts what an episode is within its space where nothing of another space is near, and where all of another space is about equally
 * far, so that between robots the rest of the vector decides:
 *   the own part goes to axes in an order and with signs of the space, since first axes of two spaces have nothing to do with each other;
 *   it is lifted to a sphere, along a direction of the space: distance² to any episode of another space is about 2 RADIUS².
 * Within a space distances stay what they were, but for the lift's small difference.
 */
export function placeInSpace(key: string, own: readonly number[]): number[] {
  const random = seededRandom(hashText(key));
  const direction = Array.from({ length: SIGNATURE_DIMS }, () => random() + random() + random() - 1.5);
  const length = Math.hypot(...direction);
  const order = own.map((_, axis) => axis);
  for (let n = order.length - 1; n > 0; n--) {
    const other = Math.floor(random() * (n + 1));
    [order[n], order[other]] = [order[other]!, order[n]!];
  }
  const turned = order.map((axis) => own[axis]! * (random() < 0.5 ? -1 : 1));
  const squared = own.reduce((sum, value) => sum + value * value, 0);
  const lift = Math.sqrt(Math.max(0, RADIUS ** 2 - squared));
  return [...turned, ...direction.map((value) => (value * lift) / length)];
}
