import { MOTION_RULES } from "@retake/core/motion-rules";
import { type GripperMotion, gripperMoves } from "./gripper-moves.ts";
import type { SampledSignal } from "./sampled-signal.ts";
import { quantile, rateOf, rowAt, smooth } from "./series.ts";

/** A gripper's opening over time. */
export interface Series {
  t: Float64Array;
  values: Float64Array;
}

const { gripRestShare, gripSmoothS, stallShare } = MOTION_RULES;
/** Fingers within this of where they were sent, as a share of their range, got there. */
const ARRIVED_SHARE = 0.04;
/** Fingers settle on what they hold for this long. */
const SETTLE_S = 0.2;
/** Fingers follow their command within this. */
const FOLLOW_S = 1.5;

/** What was sent to the same dimension, where it is of the same scale: 0 and 1 say nothing about where fingers should stop. */
export function commandOf(
  signal: SampledSignal,
  column: number,
  commands: readonly SampledSignal[],
): Series | null {
  const name = signal.names[column];
  const values = signal.columns[column];
  for (const { t, names, columns } of commands) {
    const sent = name == null ? undefined : columns[names.indexOf(name)];
    if (values === undefined || sent === undefined || sent === values) continue;
    const share = spread(values) / spread(sent);
    return share > 0.5 && share < 2 ? { t, values: sent } : null;
  }
  return null;
}

const spread = (values: Float64Array): number => quantile(values, 0.99) - quantile(values, 0.01);

/**
 * Closings and openings of a gripper. A wide thing stops fingers before they count as shut: where the command shuts and opens more often than the fingers
 * seem to, its edges are taken, and each ends where the fingers rest.
 */
export function gripEdges(state: Series, sent: Series | null): GripperMotion | null {
  const own = gripperMoves(state.t, state.values);
  const told = sent === null ? null : gripperMoves(sent.t, sent.values);
  if (own === null || told === null || told.moves.length <= own.moves.length) return own;
  const rate = rateOf(state.t, smooth(state.t, state.values, gripSmoothS)).map(Math.abs);
  return {
    ...told,
    moves: told.moves.map((move, i) => {
      const until = Math.min(move.end + FOLLOW_S, told.moves[i + 1]?.start ?? Infinity);
      return { ...move, end: Math.max(move.end, restBetween(state.t, rate, move.start, until)) };
    }),
  };
}

/** When what moved after `from` rests, at the latest `until`. */
function restBetween(t: Float64Array, rate: Float64Array, from: number, until: number): number {
  const [first, last] = [rowAt(t, from), rowAt(t, until)];
  let peak = first;
  for (let row = first; row <= last; row++) if ((rate[row] ?? 0) > (rate[peak] ?? 0)) peak = row;
  let row = peak;
  while (row < last && (rate[row] ?? 0) > gripRestShare * (rate[peak] ?? 0)) row += 1;
  return t[row] ?? until;
}

/** Whether closing fingers stopped before where they were sent; null where they did neither clearly. */
export function stalled(state: Series, sent: Series, when: number): boolean | null {
  const short = shortOf(state, sent, when);
  if (short > stallShare) return true;
  return Math.abs(short) < ARRIVED_SHARE ? false : null;
}

/** How far fingers are from where they were sent, as a share of their range. */
function shortOf(state: Series, sent: Series, when: number): number {
  const at = ({ t, values }: Series): number => values[rowAt(t, when)] ?? Number.NaN;
  return (at(state) - at(sent)) / spread(state.values);
}

/** When fingers that held something close further by as much as it was wide, up to where they were sent: it is gone. */
export function slipIn(
  state: Series,
  sent: Series,
  { from, until }: { from: number; until: number },
): number | null {
  const { t, values } = state;
  const first = rowAt(t, from + SETTLE_S);
  const fallen = (values[first] ?? Number.NaN) - stallShare * spread(values);
  let since: number | null = null;
  for (let row = first; row < t.length && (t[row] ?? Infinity) < until; row++) {
    if ((values[row] ?? Number.NaN) < fallen) since ??= t[row] ?? null;
    if (since !== null && shortOf(state, sent, t[row] ?? 0) < ARRIVED_SHARE) return since;
  }
  return null;
}
