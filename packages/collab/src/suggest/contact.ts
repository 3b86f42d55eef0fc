import { GRIPPER_NAME, MOTION_RULES } from "@retake/core/motion-rules";
import { findGripper, type GripperMove } from "./gripper.ts";
import { columnOf, quantile, type Motion } from "./motion.ts";

const EFFORT = /effort|force|torque|current/i;
/** How long after the fingers rest their effort may rise. */
const RISE_WITHIN_S = 0.5;

export interface ContactSources {
  state: Motion;
  /** The same dimensions as sent to the robot; null where that was not recorded. */
  command: Motion | null;
}

/** Moments at which closing fingers meet something: they stall before where they were sent, or their effort rises. */
export function findContacts({ state, command }: ContactSources, moves: readonly GripperMove[]): number[] {
  const closings = moves.filter((move) => move.kind === "close");
  const effort = state.names.findIndex((name) => EFFORT.test(name) && GRIPPER_NAME.test(name));
  if (effort >= 0) return closings.flatMap((move) => riseOf(state, effort, move) ?? []);
  const [dim] = findGripper(state.names);
  const sent = command === null ? undefined : findGripper(command.names)[0];
  if (dim === undefined || command === null || sent === undefined) return [];
  const position = columnOf(state, dim);
  const range = quantile(position, 0.99) - quantile(position, 0.01);
  const target = columnOf(command, sent);
  return closings
    .filter(
      ({ to }) =>
        valueAt(state.t, position, to) - valueAt(command.t, target, to) > MOTION_RULES.stallShare * range,
    )
    .map(({ to }) => to);
}

function riseOf(state: Motion, effort: number, { from, to }: GripperMove): number | null {
  const values = columnOf(state, effort).map(Math.abs);
  const [rest, most] = [quantile(values, 0.1), quantile(values, 0.98)];
  for (let row = 0; row < values.length; row++) {
    const now = state.t[row] ?? 0;
    if (now < from || now > to + RISE_WITHIN_S) continue;
    if ((values[row] ?? 0) > rest + (most - rest) / 2) return now;
  }
  return null;
}

function valueAt(t: ArrayLike<number>, values: ArrayLike<number>, when: number): number {
  let row = 0;
  while (row < t.length - 1 && (t[row + 1] ?? Infinity) <= when) row += 1;
  return values[row] ?? Number.NaN;
}
