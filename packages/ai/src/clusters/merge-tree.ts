import { growPlaneTree, nearestInPlane } from "./plane-tree.ts";

/** Neighbours through which points join: clusters further apart than that are joined last, at no density at all. */
const K = 12;
/** The distance to this neighbour is a point's own sparseness, where groups are no smaller. */
const CORE = 6;
/** Weights and edge numbers are sorted as one number each: 2^30 × 2^22 < 2^53. */
const EDGES_MAX = 2 ** 22;
const WEIGHT_STEPS = 2 ** 30;

/** How points join as density falls: node `points + n` is the n-th merge. */
export interface MergeTree {
  points: number;
  left: Int32Array;
  right: Int32Array;
  /** The distance at which they join, rising; `Infinity` between parts that no neighbourhood joins. */
  distance: Float32Array;
  size: Int32Array;
  /** Of each point: the distance at which it joins anything. */
  joined: Float32Array;
}

/**
 * Single linkage by mutual reachability (HDBSCAN*: Campello et al. 2015), along the edges of the k-nearest graph instead of all pairs:
 * n log n, and the same tree wherever density says anything.
 * @param core which neighbour's distance is a point's sparseness; one beyond its group makes every member as sparse as what is around it
 */
export function mergeTree(layout: Float32Array, core = CORE): MergeTree {
  const points = layout.length / 2;
  const { head, tail, weight } = reachabilityEdges(layout, Math.max(1, Math.min(core, CORE)));
  const merges = Math.max(0, points - 1);
  const tree: MergeTree = {
    points,
    left: new Int32Array(merges),
    right: new Int32Array(merges),
    distance: new Float32Array(merges),
    size: new Int32Array(points + merges).fill(1, 0, points),
    joined: new Float32Array(points).fill(Infinity),
  };
  const parent = Int32Array.from({ length: points + merges }, (_, node) => node);
  const rootOf = (node: number): number => {
    let root = node;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  };
  let made = 0;
  const join = (a: number, b: number, distance: number): void => {
    const [left, right] = [rootOf(a), rootOf(b)];
    if (left === right) return;
    const node = points + made;
    tree.left[made] = left;
    tree.right[made] = right;
    tree.distance[made] = distance;
    tree.size[node] = tree.size[left]! + tree.size[right]!;
    for (const side of [left, right]) if (side < points) tree.joined[side] = distance;
    parent[left] = node;
    parent[right] = node;
    made++;
  };
  for (const edge of inOrder(weight)) join(head[edge]!, tail[edge]!, weight[edge]!);
  for (let point = 1; point < points; point++) join(0, point, Infinity);
  return tree;
}

interface Edges {
  head: Int32Array;
  tail: Int32Array;
  weight: Float32Array;
}

function reachabilityEdges(layout: Float32Array, nth: number): Edges {
  const points = layout.length / 2;
  const k = Math.max(1, Math.min(K, points - 1, Math.floor(EDGES_MAX / Math.max(1, points))));
  const tree = growPlaneTree(layout);
  const index = new Int32Array(points * k);
  const squared = new Float32Array(points * k);
  for (let point = 0; point < points; point++) {
    const [from, to] = [point * k, (point + 1) * k];
    nearestInPlane(tree, point, index.subarray(from, to), squared.subarray(from, to));
  }
  const core = (point: number): number => squared[point * k + Math.min(nth, k) - 1]!;
  const head = Int32Array.from(index, (_, at) => Math.floor(at / k));
  const weight = squared.map((value, at) => {
    const other = index[at]!;
    return other < 0 ? Infinity : Math.sqrt(Math.max(value, core(head[at]!), core(other)));
  });
  return { head, tail: index, weight };
}

/** Edge numbers by rising weight. */
function inOrder(weight: Float32Array): number[] {
  let [most, edges] = [0, 0];
  const keys = new Float64Array(weight.length);
  for (const value of weight) if (value < Infinity) most = Math.max(most, value);
  for (let edge = 0; edge < weight.length; edge++) {
    if (weight[edge] === Infinity) continue;
    const step = most > 0 ? Math.floor((weight[edge]! / most) * (WEIGHT_STEPS - 1)) : 0;
    keys[edges++] = step * EDGES_MAX + edge;
  }
  return Array.from(keys.subarray(0, edges).sort(), (key) => key % EDGES_MAX);
}
