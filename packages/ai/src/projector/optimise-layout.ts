import { attractionAt, FORCES } from "./attraction.ts";
import type { FuzzyGraph } from "./fuzzy-graph.ts";

/** Points that each pulled one is pushed away from. */
const PUSHES = 5;
/** No coordinate moves further in one step, times the learning rate. */
const STEP_MAX = 4;

export interface OptimiseOptions {
  epochs: number;
  seed: number;
  /** Of the first epoch; falls to 0. */
  learningRate: number;
  /** Points before this one stay where they are. */
  firstFree?: number;
  onProgress?: (share: number) => void;
}

/**
 * UMAP's descent (McInnes et al. 2018, algorithm 5): edges pull their ends together as often as they are strong, and push each end away
 * from random points. Changes `layout` (points × 2) in place; the same input and seed give the same layout.
 */
export function optimiseLayout(layout: Float32Array, graph: FuzzyGraph, options: OptimiseOptions): void {
  const { epochs, learningRate, firstFree = 0, onProgress } = options;
  const plan = planEdges(graph, epochs);
  const forces = { ...FORCES, layout, points: layout.length / 2, firstFree };
  let state = options.seed | 0 || 1;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const rate = learningRate * (1 - epoch / epochs);
    state = runEpoch(forces, plan, epoch + 1, rate, state);
    onProgress?.((epoch + 1) / epochs);
  }
}

/** Edges that are pulled at least once, with how many epochs lie between two pulls, and when the next is due. */
interface EdgePlan {
  count: number;
  head: Int32Array;
  tail: Int32Array;
  period: Float64Array;
  pullAt: Float64Array;
  pushAt: Float64Array;
}

function planEdges({ head, tail, strength }: FuzzyGraph, epochs: number): EdgePlan {
  const edges = strength.length;
  const strongest = strength.reduce((most, value) => Math.max(most, value), 0);
  const plan: EdgePlan = {
    count: 0,
    head: new Int32Array(edges),
    tail: new Int32Array(edges),
    period: new Float64Array(edges),
    pullAt: new Float64Array(edges),
    pushAt: new Float64Array(edges),
  };
  for (let edge = 0; edge < edges; edge++) {
    if (!(strength[edge]! >= strongest / epochs)) continue;
    const period = strongest / strength[edge]!;
    plan.head[plan.count] = head[edge]!;
    plan.tail[plan.count] = tail[edge]!;
    plan.period[plan.count] = period;
    plan.pullAt[plan.count] = period;
    plan.pushAt[plan.count] = period / PUSHES;
    plan.count++;
  }
  return plan;
}

interface Field {
  layout: Float32Array;
  points: number;
  firstFree: number;
  reach: number;
  cellsPerUnit: number;
  attraction: Float32Array;
  repulsion: Float32Array;
}

/** @returns the state of the random numbers, which are made in line: a call for each would double the time */
function runEpoch(field: Field, plan: EdgePlan, epoch: number, rate: number, seed: number): number {
  const { layout, points, firstFree, reach, cellsPerUnit, repulsion } = field;
  const { count, head, tail, period, pullAt, pushAt } = plan;
  const pointsPerState = points / 4294967296;
  let state = seed;
  for (let edge = 0; edge < count; edge++) {
    if (pullAt[edge]! > epoch) continue;
    const from = head[edge]!;
    const to = tail[edge]!;
    pull(field, from, to, rate);
    pullAt[edge]! += period[edge]!;
    const pushPeriod = period[edge]! / PUSHES;
    const pushes = Math.max(0, Math.floor((epoch - pushAt[edge]!) / pushPeriod));
    pushAt[edge]! += pushes * pushPeriod;
    for (let n = 0; n < pushes; n++) {
      const point = n % 2 === 0 ? from : to;
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const other = Math.floor((state >>> 0) * pointsPerState);
      if (other === point || point < firstFree) continue;
      const dx = layout[2 * point]! - layout[2 * other]!;
      const dy = layout[2 * point + 1]! - layout[2 * other + 1]!;
      const distance = Math.sqrt(dx * dx + dy * dy);
      if (distance >= reach) continue;
      const force = repulsion[(distance * cellsPerUnit) | 0]!;
      // Two points in one place have no direction: this one takes the diagonal.
      layout[2 * point]! += rate * (distance > 0 ? bound(force * dx) : STEP_MAX);
      layout[2 * point + 1]! += rate * (distance > 0 ? bound(force * dy) : STEP_MAX);
    }
  }
  return state;
}

function pull(
  { layout, firstFree, reach, cellsPerUnit, attraction }: Field,
  from: number,
  to: number,
  rate: number,
): void {
  const dx = layout[2 * from]! - layout[2 * to]!;
  const dy = layout[2 * from + 1]! - layout[2 * to + 1]!;
  const squared = dx * dx + dy * dy;
  if (squared === 0) return;
  const distance = Math.sqrt(squared);
  const force = distance < reach ? attraction[(distance * cellsPerUnit) | 0]! : attractionAt(squared);
  const moveX = rate * bound(force * dx);
  const moveY = rate * bound(force * dy);
  if (from >= firstFree) {
    layout[2 * from]! += moveX;
    layout[2 * from + 1]! += moveY;
  }
  if (to >= firstFree) {
    layout[2 * to]! -= moveX;
    layout[2 * to + 1]! -= moveY;
  }
}

function bound(step: number): number {
  return step > STEP_MAX ? STEP_MAX : step < -STEP_MAX ? -STEP_MAX : step;
}
