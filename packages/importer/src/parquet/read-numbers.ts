import type { Leaf } from "./leaf.ts";
import type { LeafSlice } from "./leaf-cursor.ts";

/** One number per entry, NaN where there is none: for small bookkeeping columns, whatever their stored type. */
export function readNumbers(leaf: Leaf | undefined, slices: readonly LeafSlice[]): Float64Array {
  const numbers = new Float64Array(slices.reduce((sum, slice) => sum + slice.entries, 0));
  let at = 0;
  for (const { entries, definition, values } of slices) {
    let next = 0;
    for (let i = 0; i < entries; i++) {
      const present = definition === null || definition[i] === leaf?.maxDefinition;
      const value = present ? values[next++] : undefined;
      numbers[at++] = typeof value === "number" || typeof value === "bigint" ? Number(value) : NaN;
    }
  }
  return numbers;
}
