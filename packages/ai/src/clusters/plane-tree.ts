const LEAF_POINTS = 12;

/** Points of the plane in a k-d tree without nodes: `ids` in an order in which the median of each part is its middle. */
export interface PlaneTree {
  layout: Float32Array;
  ids: Int32Array;
}

export function growPlaneTree(layout: Float32Array): PlaneTree {
  const ids = Int32Array.from({ length: layout.length / 2 }, (_, point) => point);
  const open: [number, number, number][] = [[0, ids.length, 0]];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const [from, to, axis] = part;
    if (to - from <= LEAF_POINTS) continue;
    const middle = (from + to) >> 1;
    selectMiddle(layout, ids, from, to - 1, middle, axis);
    open.push([from, middle, 1 - axis], [middle + 1, to, 1 - axis]);
  }
  return { layout, ids };
}

/** Writes the nearest of `point`, itself left out, nearest first, as many as the arrays have room for. */
export function nearestInPlane(
  tree: PlaneTree,
  point: number,
  index: Int32Array,
  squared: Float32Array,
): void {
  index.fill(-1);
  squared.fill(Infinity);
  visit({ ...tree, point, index, squared }, 0, tree.ids.length, 0);
}

interface Search extends PlaneTree {
  point: number;
  index: Int32Array;
  squared: Float32Array;
}

function visit(search: Search, from: number, to: number, axis: number): void {
  const { layout, ids, point, squared } = search;
  if (to - from <= LEAF_POINTS) {
    for (let at = from; at < to; at++) meet(search, ids[at]!);
    return;
  }
  const middle = (from + to) >> 1;
  const other = ids[middle]!;
  const beyond = layout[2 * point + axis]! - layout[2 * other + axis]!;
  if (beyond <= 0) visit(search, from, middle, 1 - axis);
  else visit(search, middle + 1, to, 1 - axis);
  meet(search, other);
  if (beyond * beyond > squared[squared.length - 1]!) return;
  if (beyond <= 0) visit(search, middle + 1, to, 1 - axis);
  else visit(search, from, middle, 1 - axis);
}

function meet({ layout, point, index, squared }: Search, other: number): void {
  if (other === point) return;
  const dx = layout[2 * point]! - layout[2 * other]!;
  const dy = layout[2 * point + 1]! - layout[2 * other + 1]!;
  const distance = dx * dx + dy * dy;
  let at = squared.length - 1;
  if (!(distance < squared[at]!)) return;
  for (; at > 0 && squared[at - 1]! > distance; at--) {
    squared[at] = squared[at - 1]!;
    index[at] = index[at - 1]!;
  }
  squared[at] = distance;
  index[at] = other;
}

/** Quickselect (Hoare): what is less lies before `middle`, what is more behind it. */
function selectMiddle(
  layout: Float32Array,
  ids: Int32Array,
  from: number,
  to: number,
  middle: number,
  axis: number,
): void {
  let [low, high] = [from, to];
  while (low < high) {
    const pivot = layout[2 * ids[(low + high) >> 1]! + axis]!;
    let [i, j] = [low, high];
    while (i <= j) {
      while (layout[2 * ids[i]! + axis]! < pivot) i++;
      while (layout[2 * ids[j]! + axis]! > pivot) j--;
      if (i > j) break;
      const swapped = ids[i]!;
      ids[i] = ids[j]!;
      ids[j] = swapped;
      i++;
      j--;
    }
    if (middle <= j) high = j;
    else if (middle >= i) low = i;
    else return;
  }
}
