import type { EpisodeMeta, SignalColumns } from "../types.ts";

/** More dimensions are left out: no robot has as many joints. */
export const MOTION_DIMS_MAX = 128;
const ROWS_MIN = 2;

const rank = ({ topic }: SignalColumns): number => Number(SECOND_CHOICE.test(topic));

/** The topics that say how the robot moved and what it was told. */
export interface MotionSignals {
  state: SignalColumns | null;
  action: SignalColumns | null;
}

/** Parts of a name that say how it went, count frames, or measure something else than where the robot is. */
const NOT_MOTION = new RegExp(
  String.raw`(^|[/_.])(reward|success|done|terminated|truncated|return|score|timestamp|index|task|annotation|language|label|image|images|camera|effort|torque|force|tactile|battery|temperature)([/_.]|$)`,
  "i",
);
/** Where there is a choice, places are better than changes of them. */
const SECOND_CHOICE = /delta|velocit|speed|quaternion|rotation/i;
const STATE = [
  /^\/?observation[/.]state$/,
  /^\/?state$/,
  /joint_states?([/.]position)?$/,
  /joint|qpos/i,
  /state|pose|position/i,
];
const ACTION = [/^\/?action$/, /^\/?(action|command)/i, /command|target|ctrl/i];

/** Chooses by name, the most usual first; of several, the one with most dimensions. Topics of fewer than 2 rows move nothing. */
export function motionSignals(signals: readonly SignalColumns[]): MotionSignals {
  const usable = signals
    .filter(({ topic, dims, t }) => dims >= 1 && t.length >= ROWS_MIN && !NOT_MOTION.test(topic))
    .sort((a, b) => rank(a) - rank(b) || b.dims - a.dims || (a.topic < b.topic ? -1 : 1));
  const pick = (patterns: readonly RegExp[], from: readonly SignalColumns[]): SignalColumns | null => {
    for (const pattern of patterns) {
      const found = from.find(({ topic }) => pattern.test(topic));
      if (found !== undefined) return found;
    }
    return null;
  };
  const action = pick(ACTION, usable);
  const rest = usable.filter((one) => one !== action);
  const state = pick(STATE, rest) ?? rest[0] ?? null;
  return state === null ? { state: action, action: null } : { state, action };
}

/**
 * What a robot's motions are comparable by: its type and the dimensions and names of its state and action; null when nothing numeric
 * moves. Equal for all episodes that one {@link MotionSpaceFit} fits.
 */
export function motionSpaceKey(
  signals: readonly SignalColumns[],
  meta: Pick<EpisodeMeta, "robotType">,
): string | null {
  const { state, action } = motionSignals(signals);
  if (state === null) return null;
  const said = (meta.robotType ?? "").trim().toLowerCase();
  const robot = said === "" || said === "unknown" ? "robot" : said;
  return [
    robot.slice(0, 60),
    shapeOf("state", state),
    ...(action === null ? [] : [shapeOf("action", action)]),
  ].join("/");
}

function shapeOf(kind: string, { dims, names }: SignalColumns): string {
  const named = names.length === 0 ? "" : `:${hashText(names.join("\n")).toString(16).padStart(8, "0")}`;
  return `${kind}${dims}${named}`;
}

/** FNV-1a, 32 bits. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
