import { MOTION_RULES } from "@retake/core/motion-rules";
import type { NewAnnotation } from "../document/operations.ts";
import type { LabelClass, LabelSchema } from "../label-schema/label-schema.ts";
import { findContacts } from "./contact.ts";
import { findGripper, gripperMoves } from "./gripper.ts";
import type { Motion, Stretch } from "./motion.ts";
import { pausesIn, valleysIn } from "./pauses.ts";
import { phasesOf } from "./phases.ts";
import { speedOf } from "./speed.ts";

export interface SuggestOptions {
  schema: LabelSchema;
  /** Length of the episode, seconds. */
  durationS: number;
  /** Brings a time to the nearest frame. */
  snap: (t: number) => number;
  /** What was sent to the robot, beside what it did. */
  command?: Motion | null;
}

const { stillBelow, pauseS } = MOTION_RULES;
/** Share of the peaks around it. */
const VALLEY_DEPTH = 0.45;

/**
 * Labels that rules find in how a robot moved: phases between gripper edges, pauses and slow moments, and contacts. They are proposals, in the classes
 * of the schema whose id or name says the same; what it has no class for is left out. Empty when there is nothing to go by.
 */
export function suggestLabels(state: Motion, options: SuggestOptions): NewAnnotation[] {
  const { schema, durationS, snap, command = null } = options;
  if (state.t.length < 2) return [];
  const grippers = findGripper(state.names);
  const moves = grippers[0] === undefined ? [] : gripperMoves(state, grippers[0]);
  const speed = speedOf(state, grippers);
  const still = pausesIn(state.t, speed, { below: stillBelow, secondsMin: pauseS });
  const pauses = without(still, moves).filter(({ from, to }) => to - from >= pauseS);
  if (moves.length === 0 && pauses.length === 0) return [];
  const valleys = valleysIn(state.t, speed, VALLEY_DEPTH);
  const proposed = { origin: "rule", state: "proposed" } as const;
  const phases = phasesOf({ whole: { from: 0, to: durationS }, moves, pauses, valleys });
  const segments = phases.flatMap(({ phase, from, to }): NewAnnotation[] => {
    const found = classFor(schema, phase, "segments");
    const [start, end] = [from <= 0 ? 0 : snap(from), to >= durationS ? durationS : snap(to)];
    return found === null || end <= start
      ? []
      : [{ ...proposed, lane: found.lane, label: found.id, start, end }];
  });
  const contact = classFor(schema, "contact", "instants");
  const contacts = contact === null ? [] : findContacts({ state, command }, moves);
  const events = contacts.map((t) => ({
    ...proposed,
    lane: contact?.lane ?? "",
    label: contact?.id ?? "",
    start: snap(t),
    end: null,
  }));
  return [...segments, ...events];
}

/** A hand that stands still while its fingers move does not pause. */
function without(stretches: readonly Stretch[], moves: readonly Stretch[]): Stretch[] {
  return moves.reduce<Stretch[]>(
    (left, move) =>
      left.flatMap(({ from, to }) =>
        [
          { from, to: Math.min(to, move.from) },
          { from: Math.max(from, move.to), to },
        ].filter((part) => part.to > part.from),
      ),
    [...stretches],
  );
}

function classFor(schema: LabelSchema, word: string, kind: "segments" | "instants"): LabelClass | null {
  const lanes = new Set(schema.lanes.filter((lane) => lane.kind === kind).map((lane) => lane.id));
  const fits = (one: LabelClass): boolean => one.id === word || one.name.toLowerCase() === word;
  return schema.classes.find((one) => lanes.has(one.lane) && fits(one)) ?? null;
}
