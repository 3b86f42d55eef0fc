import type { GripperMove } from "./gripper.ts";
import type { Stretch } from "./motion.ts";

/** What a stretch of a pick and place is for, in the words of the default label schema. */
export type Phase = "idle" | "reach" | "grasp" | "lift" | "move" | "place" | "retract";

export interface PhaseStretch extends Stretch {
  phase: Phase;
}

/** Shorter stretches join the one before. */
const SECONDS_MIN = 0.15;

export interface PhaseFacts {
  whole: Stretch;
  moves: readonly GripperMove[];
  pauses: readonly Stretch[];
  valleys: readonly number[];
}

/**
 * Cuts an episode where the gripper moves, where the hand pauses, and at the slow moments between moves: before a closing the hand reaches, with
 * something held it lifts to the first slow moment and places from the last one, in between it moves. No gap, no overlap.
 */
export function phasesOf({ whole, moves, pauses, valleys }: PhaseFacts): PhaseStretch[] {
  const found: PhaseStretch[] = [];
  let at = whole.from;
  let holding = false;
  for (const [i, move] of moves.entries()) {
    found.push(...(holding ? carry({ from: at, to: move.from }, valleys) : free(at, move.from, move.kind)));
    found.push({
      phase: move.kind === "close" ? "grasp" : "place",
      from: Math.max(at, move.from),
      to: move.to,
    });
    at = Math.max(at, move.to);
    holding = move.kind === "close" && moves[i + 1] !== undefined;
  }
  found.push({ phase: moves.length === 0 ? "move" : "retract", from: at, to: whole.to });
  return joined(pauses.reduce(cutOut, found));
}

function free(from: number, to: number, next: GripperMove["kind"]): PhaseStretch[] {
  return [{ phase: next === "close" ? "reach" : "move", from, to }];
}

function carry(span: Stretch, valleys: readonly number[]): PhaseStretch[] {
  const inside = valleys.filter((t) => t > span.from + SECONDS_MIN && t < span.to - SECONDS_MIN);
  const first = inside[0];
  const last = inside.at(-1);
  if (first === undefined || last === undefined) return [{ phase: "move", ...span }];
  if (first === last)
    return [
      { phase: "lift", from: span.from, to: first },
      { phase: "move", from: first, to: span.to },
    ];
  return [
    { phase: "lift", from: span.from, to: first },
    { phase: "move", from: first, to: last },
    { phase: "place", from: last, to: span.to },
  ];
}

/** A pause takes its stretch from the phase it lies in, but not from a grasp: fingers that close stand still elsewhere. */
function cutOut(phases: PhaseStretch[], pause: Stretch): PhaseStretch[] {
  return phases.flatMap((one): PhaseStretch[] => {
    const from = Math.max(one.from, pause.from);
    const to = Math.min(one.to, pause.to);
    if (one.phase === "grasp" || to - from < SECONDS_MIN) return [one];
    return [
      { ...one, to: from },
      { phase: "idle" as const, from, to },
      { ...one, from: to },
    ].filter((part) => part.to > part.from);
  });
}

function joined(phases: readonly PhaseStretch[]): PhaseStretch[] {
  const out: PhaseStretch[] = [];
  for (const one of phases) {
    if (one.to <= one.from) continue;
    const last = out.at(-1);
    const isShort = one.to - one.from < SECONDS_MIN;
    if (last !== undefined && (last.phase === one.phase || isShort)) last.to = one.to;
    else if (last !== undefined && out.length === 1 && last.to - last.from < SECONDS_MIN)
      out[0] = { ...one, from: last.from };
    else out.push({ ...one });
  }
  return out;
}
