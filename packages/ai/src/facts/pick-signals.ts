import type { SignalColumns } from "../types.ts";

/** What the topics of an episode are for, told by their names. */
export interface PickedSignals {
  /** Measured; the fullest first. */
  states: SignalColumns[];
  /** Sent to the robot. */
  commands: SignalColumns[];
  reward: SignalColumns | null;
  /** States and commands that are not of the arm: the environment's, in simulation. */
  surroundings: SignalColumns[];
}

/** Topics looked at; a dataset with more has them for other things. */
const TOPICS_MAX = 64;
const STATE = /(^|[/._])(observation|state|obs|joint_?states?|joints?|qpos|proprio|robot|arm|pose)([/._]|$)/i;
const COMMAND = /(^|[/._])(actions?|commands?|cmd|targets?|ctrl|control|setpoint)([/._]|$)/i;
/** Rates of change and efforts follow from positions; they do not say where the robot is. */
const DERIVED = /velocity|_vel\b|effort|torque|current|delta|acceleration|force/i;
const SURROUNDINGS = /environment|env_state|object/i;
const BOOKKEEPING = /annotation|timestamp|(^|[/_])(frame_?|episode_?|task_?)?index$|done|success|valid/i;
/** The one that says most about the robot as a whole. */
const PREFERRED = [/observation\/state$/i, /qpos|joint_?(state|position)|[./]joints?$/i, /state/i];

export function pickSignals(signals: readonly SignalColumns[]): PickedSignals {
  const picked: PickedSignals = { states: [], commands: [], reward: null, surroundings: [] };
  for (const signal of signals.slice(0, TOPICS_MAX)) {
    const { topic } = signal;
    if (!(signal.dims >= 1) || signal.t.length === 0) continue;
    if (/reward$/i.test(topic)) picked.reward ??= signal;
    else if (BOOKKEEPING.test(topic)) continue;
    else if (SURROUNDINGS.test(topic)) picked.surroundings.push(signal);
    else if (COMMAND.test(topic)) picked.commands.push(signal);
    else if (STATE.test(topic) || signal.names.length > 0) picked.states.push(signal);
  }
  const rank = ({ topic }: SignalColumns): number => {
    const place = PREFERRED.findIndex((name) => name.test(topic));
    return (place < 0 ? PREFERRED.length : place) + (DERIVED.test(topic) ? 10 : 0);
  };
  const ranked = (list: SignalColumns[]): SignalColumns[] =>
    list.toSorted((a, b) => rank(a) - rank(b) || a.topic.length - b.topic.length);
  return { ...picked, states: ranked(picked.states), commands: ranked(picked.commands) };
}

export const isDerived = (name: string): boolean => DERIVED.test(name);
