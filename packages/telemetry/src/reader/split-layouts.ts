import type { TopicColumns } from "../types.ts";

type Layout = Pick<TopicColumns, "name" | "type" | "dims">;

/**
 * Pieces of one topic by their type and number of values, which a topic keeps unless something went wrong while recording. What is read first has
 * the topic's name, the others are `<topic>#2`, `<topic>#3`, …: rows of two layouts cannot stand in one array, and none is left out. The numbers are
 * of what is read: where only rows of a later layout lie, they have the topic's name.
 */
export function splitLayouts<T>(
  pieces: readonly T[],
  layoutOf: (piece: T) => Layout,
): { name: string; pieces: T[] }[] {
  const layouts = new Map<string, { name: string; pieces: T[] }>();
  for (const piece of pieces) {
    const { name, type, dims } = layoutOf(piece);
    const key = `${type} ${dims}`;
    const known = layouts.get(key);
    if (known !== undefined) known.pieces.push(piece);
    else
      layouts.set(key, { name: layouts.size === 0 ? name : `${name}#${layouts.size + 1}`, pieces: [piece] });
  }
  return [...layouts.values()];
}
