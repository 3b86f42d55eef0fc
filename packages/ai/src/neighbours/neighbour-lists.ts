import type { Neighbours } from "../types.ts";

/** The nearest found so far of every row, nearest first, by squared distance. Equally near ones keep the order in which they came. */
export interface NeighbourLists {
  rows: number;
  k: number;
  index: Int32Array;
  squared: Float32Array;
  /** 1 for entries that no round of descent has looked at. */
  fresh: Uint8Array;
}

export function emptyLists(rows: number, k: number): NeighbourLists {
  return {
    rows,
    k,
    index: new Int32Array(rows * k).fill(-1),
    squared: new Float32Array(rows * k).fill(Infinity),
    fresh: new Uint8Array(rows * k),
  };
}

/** @returns whether `other` is now among the nearest of `row`, and was not before */
export function offer(lists: NeighbourLists, row: number, other: number, squared: number): boolean {
  const { k, index, squared: kept, fresh } = lists;
  const first = row * k;
  const last = first + k - 1;
  if (!(squared < kept[last]!)) return false;
  for (let at = first; at <= last; at++) if (index[at] === other) return false;
  let at = last;
  for (; at > first && kept[at - 1]! > squared; at--) {
    kept[at] = kept[at - 1]!;
    index[at] = index[at - 1]!;
    fresh[at] = fresh[at - 1]!;
  }
  kept[at] = squared;
  index[at] = other;
  fresh[at] = 1;
  return true;
}

export function toNeighbours({ k, index, squared }: NeighbourLists): Neighbours {
  return { k, index, distance: squared.map(Math.sqrt) };
}
