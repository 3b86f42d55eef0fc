import { condense } from "./condense.ts";
import { mergeTree } from "./merge-tree.ts";

/** More than a map can name. */
const CLUSTERS_MAX = 40;
const SIZE_MIN = 4;
const SIZE_STEP = 1.3;

export interface Cluster {
  /** 0 is the largest. */
  id: number;
  /** Where its name goes: the member nearest to the middle of all. */
  x: number;
  y: number;
  count: number;
}

export interface Clusters {
  /** One per point; −1: between the clusters. */
  label: Int32Array;
  clusters: Cluster[];
}

export interface ClusterOptions {
  /** Fewer points than this are none; by default √rows / 2, at least 4. */
  sizeMin?: number;
  clustersMax?: number;
}

/**
 * Groups of a layout (rows × 2) that lie closer together than what is around them; the whole map is one where nothing divides it.
 * Points with a coordinate that is no number belong to none. The same layout gives the same clusters.
 */
export function findClusters(
  layout: Float32Array,
  {
    sizeMin = Math.max(SIZE_MIN, Math.round(Math.sqrt(layout.length / 2) / 2)),
    clustersMax = CLUSTERS_MAX,
  }: ClusterOptions = {},
): Clusters {
  const placed: number[] = [];
  for (let row = 0; row < layout.length / 2; row++)
    if (Number.isFinite(layout[2 * row]!) && Number.isFinite(layout[2 * row + 1]!)) placed.push(row);
  const label = new Int32Array(layout.length / 2).fill(-1);
  if (placed.length < sizeMin) return { label, clusters: [] };
  const points = Float32Array.from(
    { length: placed.length * 2 },
    (_, i) => layout[2 * placed[i >> 1]! + (i & 1)]!,
  );
  let groups = largestGroups(points, sizeMin, clustersMax);
  if (groups.length === 0) groups = [placed.map((_, point) => point)];
  groups.sort((a, b) => b.length - a.length || a[0]! - b[0]!);
  const clusters = groups.map((members, id) => {
    for (const point of members) label[placed[point]!] = id;
    return { id, ...anchor(points, members), count: members.length };
  });
  return { label, clusters };
}

/** Small groups give way to what they are parts of; where they are parts of nothing, the largest are kept. */
function largestGroups(points: Float32Array, sizeMin: number, clustersMax: number): number[][] {
  const tree = mergeTree(points, sizeMin - 2);
  let size = sizeMin;
  let groups = condense(tree, size);
  while (groups.length > clustersMax) {
    size = Math.ceil(size * SIZE_STEP);
    const larger = condense(tree, size);
    if (larger.length < clustersMax / 2)
      return groups.sort((a, b) => b.length - a.length || a[0]! - b[0]!).slice(0, clustersMax);
    groups = larger;
  }
  return groups;
}

/** A mean of a ring lies in nobody's place, so a member's does. */
function anchor(layout: Float32Array, members: readonly number[]): { x: number; y: number } {
  let [x, y] = [0, 0];
  for (const point of members) {
    x += layout[2 * point]! / members.length;
    y += layout[2 * point + 1]! / members.length;
  }
  let [best, least] = [members[0]!, Infinity];
  for (const point of members) {
    const away = (layout[2 * point]! - x) ** 2 + (layout[2 * point + 1]! - y) ** 2;
    if (away < least) [best, least] = [point, away];
  }
  return { x: layout[2 * best]!, y: layout[2 * best + 1]! };
}
