import type { MergeTree } from "./merge-tree.ts";

/** Points in one place have no greatest density: this stands for it. */
const DENSITY_MAX = 1e6;
/** A point that joins its group this many times further out than half of the others is only near it. */
const STRAY = 5;

/** A part of the tree that stays one group while density rises, until it breaks into two that are each large enough. */
interface Part {
  node: number;
  /** Densities at which it appears. */
  from: number;
  stability: number;
  children: Part[];
}

/**
 * The groups of a merge tree that hold together over the widest range of densities, of at least `sizeMin` points each; never all points
 * as one. (HDBSCAN*'s condensed tree and excess of mass.)
 * @returns members, rising
 */
export function condense(tree: MergeTree, sizeMin: number): number[][] {
  const { points, left } = tree;
  if (left.length === 0) return [];
  const root: Part = { node: points + left.length - 1, from: 0, stability: 0, children: [] };
  const open = [root];
  const parts = [root];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    follow(tree, part, sizeMin);
    open.push(...part.children);
    parts.push(...part.children);
  }
  const chosen = new Map<Part, Part[]>();
  // Children come after their parents, so that from behind they are decided first.
  for (const part of parts.reverse()) {
    const below = part.children.flatMap((child) => chosen.get(child) ?? []);
    const held = below.reduce((sum, { stability }) => sum + stability, 0);
    const itself = part !== root && part.stability >= held;
    chosen.set(part, itself ? [part] : below);
  }
  return (chosen.get(root) ?? []).map(({ node }) => withoutStrays(tree, membersOf(tree, node)));
}

function withoutStrays({ joined }: MergeTree, members: readonly number[]): number[] {
  const distances = Float64Array.from(members, (point) => joined[point]!).sort();
  const limit = STRAY * distances[distances.length >> 1]!;
  return members.filter((point) => joined[point]! <= limit);
}

/** Goes down a part to where it breaks: adds up for how long its points stay, and finds its children. */
function follow({ points, left, right, distance, size }: MergeTree, part: Part, sizeMin: number): void {
  let node = part.node;
  while (node >= points) {
    const merge = node - points;
    const density = densityAt(distance[merge]!);
    const [a, b] = [left[merge]!, right[merge]!];
    const [sizeA, sizeB] = [size[a]!, size[b]!];
    if (sizeA >= sizeMin && sizeB >= sizeMin) {
      part.stability += (sizeA + sizeB) * (density - part.from);
      part.children = [a, b].map((child) => ({ node: child, from: density, stability: 0, children: [] }));
      return;
    }
    const [kept, lost] = sizeA >= sizeB ? [a, b] : [b, a];
    if (size[kept]! < sizeMin) {
      part.stability += (sizeA + sizeB) * (density - part.from);
      return;
    }
    part.stability += size[lost]! * (density - part.from);
    node = kept;
  }
}

function densityAt(distance: number): number {
  return Math.min(DENSITY_MAX, 1 / distance);
}

function membersOf({ points, left, right }: MergeTree, top: number): number[] {
  const members: number[] = [];
  const open = [top];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node < points) members.push(node);
    else open.push(left[node - points]!, right[node - points]!);
  }
  return members.sort((a, b) => a - b);
}
