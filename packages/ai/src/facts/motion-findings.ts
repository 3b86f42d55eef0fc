import type { Finding } from "../types.ts";
import { capitalised, seconds } from "./phrases.ts";
import type { Grip, MotionFacts } from "./types.ts";

const BRIEF_S = 1.5;

/** What happened as moments, in the words that people search with. */
export function motionFindings(motion: MotionFacts, durationS: number): Finding[] {
  const { pauses, idleHeadS, idleTailS, retries, grips } = motion;
  const found = grips.flatMap(gripFindings);
  for (const { start, end } of retries)
    found.push({
      kind: "retry",
      start,
      end,
      text: "Regrasp: the gripper opens and closes again at the same place (retry)",
    });
  for (const { start, end } of pauses)
    found.push({
      kind: "pause",
      start,
      end,
      text: `Pause: the robot stands still for ${seconds(end - start)}`,
    });
  if (idleHeadS > 0)
    found.push({
      kind: "idle_head",
      start: 0,
      end: idleHeadS,
      text: `Idle for ${seconds(idleHeadS)} before it starts to move`,
    });
  if (idleTailS > 0)
    found.push({
      kind: "idle_tail",
      start: Math.max(0, durationS - idleTailS),
      end: durationS,
      text: `Idle for ${seconds(idleTailS)} at the end`,
    });
  return found;
}

function gripFindings(grip: Grip): Finding[] {
  const who = gripInWords(grip);
  return grip.moves.flatMap(({ kind, start, end, holds }, i) => {
    if (kind === "close") {
      const closing = `${who} closes${closingInWords(holds, isBrief(grip, i))}`;
      const text = isGrasp(grip, i) ? `Grasp: ${closing}` : capitalised(closing);
      return [{ kind: "grasp", start, end, text }];
    }
    // Opening before anything was grasped lets nothing go.
    return i === 0 ? [] : [{ kind: "release", start, end, text: `Release: ${who} opens and lets go` }];
  });
}

/** Open again so soon that nothing can have been carried. */
export function isBrief(grip: Grip, move: number): boolean {
  const [close, open] = [grip.moves[move], grip.moves[move + 1]];
  return close !== undefined && open !== undefined && open.start - close.end < BRIEF_S;
}

/** Fingers that shut with nothing between them and stay shut are no grasp: a hand that pushes. */
export const isGrasp = (grip: Grip, move: number): boolean =>
  grip.moves[move]?.holds !== false || isBrief(grip, move);

/** How a closing ended, as far as the fingers tell. */
export function closingInWords(holds: boolean | null, brief: boolean): string {
  if (holds === true) return " on something and holds it";
  if (holds === null) return "";
  return brief ? " on nothing and opens again (missed grasp)" : " fully, with nothing between the fingers";
}

/** `the left gripper` */
export function gripInWords({ name, dim }: Grip): string {
  if (name === null) return `dimension ${dim}, which acts like a gripper,`;
  const side = /\b(left|right)\b/i.exec(name)?.[1]?.toLowerCase();
  return side === undefined ? "the gripper" : `the ${side} gripper`;
}
