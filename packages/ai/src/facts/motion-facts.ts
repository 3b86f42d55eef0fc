import { findBodies } from "./find-bodies.ts";
import { findMovers } from "./find-movers.ts";
import { findRetries } from "./find-retries.ts";
import { gripColumns, gripOf } from "./find-grips.ts";
import type { SampledSignal } from "./sampled-signal.ts";
import { isDerived } from "./pick-signals.ts";
import { jumpsIn } from "./quality/jumps.ts";
import { rangeOf, rowAt } from "./series.ts";
import { speedOf } from "./speed.ts";
import { stillStretches, type Span } from "./still-stretches.ts";
import type { MotionFacts } from "./types.ts";

export interface SampledSignals {
  states: SampledSignal[];
  commands: SampledSignal[];
  surroundings: SampledSignal[];
}

const SPANS_MAX = 100;
/** A stretch that touches an end of the episode by less than this is idle there. */
const END_S = 0.25;
/** Rows on both sides of which there must be something to compare. */
const ROWS_MIN = 3;

/** How a robot moved; null when nothing numeric of it was recorded. */
export function motionFacts(
  { states, commands, surroundings }: SampledSignals,
  tasks: readonly string[],
): MotionFacts | null {
  const usable = (list: SampledSignal[]): SampledSignal[] => list.filter(({ t }) => t.length >= ROWS_MIN);
  const positions = usable(states).filter(({ topic }) => !isDerived(topic));
  const sent = usable(commands).filter(({ topic }) => !isDerived(topic));
  const recorded = positions.find(moves) ?? sent.find(moves) ?? positions[0] ?? sent[0];
  if (recorded === undefined) return null;
  const arm = withoutStaleRow(recorded);
  const found = gripColumns(positions, sent);
  const grips = found.flatMap((one) => gripOf(one, positions, sent, tasks.some(isPush)) ?? []);
  const ofGrips = found.flatMap(({ signal, column }) => (signal === recorded ? [column] : []));
  const { columns, movers } = findMovers(arm, ofGrips);
  const moving = columns.flatMap((column) => arm.columns[column] ?? []);
  const speed = speedOf(arm.t, moving);
  const fingers = grips.flatMap((grip) => grip.moves);
  const still = stillStretches(arm.t, speed, fingers);
  const last = arm.t.at(-1) ?? 0;
  const head = still.find(({ start }) => start <= (arm.t[0] ?? 0) + END_S);
  const tail = still.find(({ end }) => end >= last - END_S);
  const nothing = moving.length === 0 && fingers.length === 0;
  return {
    topic: arm.topic,
    isCommand: sent.includes(recorded),
    rows: arm.rowsTotal,
    dims: arm.dimsTotal,
    movers,
    movingDims: columns.length,
    bodies: findBodies(positions, usable(surroundings)),
    grips,
    movingShare: movingShare(still, nothing, last - (arm.t[0] ?? 0)),
    pauses: nothing ? [] : still.filter((one) => one !== head && one !== tail).slice(0, SPANS_MAX),
    idleHeadS: nothing || head === undefined ? 0 : head.end,
    idleTailS: nothing || tail === undefined || tail === head ? 0 : last - tail.start,
    retries: grips.flatMap((grip) => findRetries(grip, arm, columns)).slice(0, SPANS_MAX),
    endsStill: nothing || tail !== undefined || (speed[rowAt(arm.t, last)] ?? 0) < 0.06,
  };
}

/** Done with closed fingers. */
const isPush = (task: string): boolean =>
  /\b(push|pull|press|poke|wipe|sweep|slide|stir|tap|reach|close|open)/i.test(task);

/** Some recorders write a row of before the episode first: its step is a fault, not a motion. */
function withoutStaleRow(signal: SampledSignal): SampledSignal {
  const all = [...signal.columns.keys()];
  if (!jumpsIn(signal, all).some(({ start }) => start === signal.t[0])) return signal;
  return { ...signal, t: signal.t.subarray(1), columns: signal.columns.map((values) => values.subarray(1)) };
}

const moves = ({ columns }: SampledSignal): boolean => columns.some((values) => rangeOf(values) > 0);

function movingShare(still: readonly Span[], nothing: boolean, lengthS: number): number {
  if (nothing || !(lengthS > 0)) return 0;
  const stillS = still.reduce((sum, { start, end }) => sum + end - start, 0);
  return Math.max(0, Math.min(1, 1 - stillS / lengthS));
}
