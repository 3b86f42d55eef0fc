import { GRIPPER_NAME, NO_OPENING } from "@retake/core/motion-rules";
import { commandOf, gripEdges, type Series, slipIn, stalled } from "./grip-edges.ts";
import { gripperMoves } from "./gripper-moves.ts";
import { closingLike, gripperByShape } from "./gripper-shape.ts";
import { isGeneric, nameInWords, type SampledSignal } from "./sampled-signal.ts";
import type { Grip, GripMove } from "./types.ts";

const CLOSES = /clos/i;
const GRIPS_MAX = 4;
const BRIEF_S = 1.5;

export interface GripColumn {
  signal: SampledSignal;
  column: number;
  isNamed: boolean;
}

/** Grippers by name, of the state before those of the commands; unnamed ones only where exactly one dimension behaves like one. */
export function gripColumns(
  states: readonly SampledSignal[],
  commands: readonly SampledSignal[],
): GripColumn[] {
  for (const signals of [states, commands]) {
    const named = signals
      .flatMap((signal) => namedColumns(signal))
      .filter(({ signal, column }) => {
        const values = signal.columns[column];
        return values !== undefined && gripperMoves(signal.t, values) !== null;
      });
    if (named.length > 0) return onePerHand(named);
  }
  const first = states[0] ?? commands[0];
  const column = first === undefined ? null : gripperByShape(first);
  return first === undefined || column === null ? [] : [{ signal: first, column, isNamed: false }];
}

function namedColumns(signal: SampledSignal): GripColumn[] {
  const isTopic = GRIPPER_NAME.test(signal.topic) && !NO_OPENING.test(signal.topic);
  return signal.columns.flatMap((_, column) => {
    const name = signal.names[column] ?? null;
    const fits =
      name !== null && !isGeneric(name)
        ? GRIPPER_NAME.test(name) && !NO_OPENING.test(name)
        : isTopic && column === 0;
    return fits ? [{ signal, column, isNamed: true }] : [];
  });
}

/** Fingers of one hand close together: one dimension stands for them all. */
function onePerHand(named: readonly GripColumn[]): GripColumn[] {
  const hands = new Map<string, GripColumn>();
  for (const one of named) {
    const name = `${one.signal.topic} ${one.signal.names[one.column] ?? ""}`;
    const side = /left|(^|[/_. ])l[_.]/i.test(name)
      ? "left"
      : /right|(^|[/_. ])r[_.]/i.test(name)
        ? "right"
        : "";
    if (!hands.has(side)) hands.set(side, one);
  }
  return [...hands.values()].slice(0, GRIPS_MAX);
}

/**
 * What a gripper did. Larger is taken to be more open, unless a name or a command says that it closes.
 * @param pushes the task is done with closed fingers, so that shutting them on nothing is no miss
 */
export function gripOf(
  { signal, column, isNamed }: GripColumn,
  states: readonly SampledSignal[],
  commands: readonly SampledSignal[],
  pushes: boolean,
): Grip | null {
  const values = signal.columns[column];
  if (values === undefined) return null;
  const name = `${signal.topic} ${signal.names[column] ?? ""}`;
  const closes = CLOSES.test(name) || closingLike(signal.t, values, [...commands, ...states], CLOSES);
  const state: Series = { t: signal.t, values: closes ? values.map((value) => -value) : values };
  const sent = closes ? null : commandOf(signal, column, commands);
  const motion = gripEdges(state, sent);
  if (motion === null) return null;
  const { moves, startsOpen, endsOpen } = motion;
  return {
    name: isNamed ? gripName(signal, column) : null,
    topic: signal.topic,
    dim: signal.dims[column] ?? column,
    moves: moves.map((move, i) => {
      const held = move.kind === "close" && sent !== null ? stalled(state, sent, move.end) : null;
      const until = moves[i + 1]?.start ?? signal.t.at(-1) ?? move.end;
      const slippedAt =
        held === true && sent !== null ? slipIn(state, sent, { from: move.end, until }) : null;
      return { ...move, holds: held, missed: held === false && (!pushes || isBrief(moves, i)), slippedAt };
    }),
    startsOpen,
    endsOpen,
  };
}

function gripName(signal: SampledSignal, column: number): string {
  if (!isGeneric(signal.names[column] ?? null)) return nameInWords(signal, column);
  return signal.topic.split("/").at(-1)?.replace(/[._]+/g, " ").trim() || "gripper";
}

/** Open again so soon that nothing can have been carried. */
function isBrief(moves: readonly GripMove[], i: number): boolean {
  const [close, open] = [moves[i], moves[i + 1]];
  return close !== undefined && open !== undefined && open.start - close.end < BRIEF_S;
}
