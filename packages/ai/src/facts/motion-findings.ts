import type { Finding } from "../types.ts";
import { capitalised, seconds } from "./phrases.ts";
import type { Grip, MotionFacts } from "./types.ts";

/** What happened as moments, in the words that people search with. */
export function motionFindings(motion: MotionFacts, durationS: number): Finding[] {
  const { pauses, idleHeadS, idleTailS, retries, grips } = motion;
  const found = grips.flatMap(gripFindings);
  for (const { start, end } of retries)
    found.push({
      kind: "retry",
      start,
      end,
      text: "Regrasp: the gripper opens and closes again (retry, second attempt)",
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
  return grip.moves.flatMap((move, i): Finding[] => {
    const { kind, start, end, slippedAt } = move;
    // Opening before anything was grasped lets nothing go.
    if (kind === "open")
      return i === 0 ? [] : [{ kind: "release", start, end, text: `Release: ${who} opens and lets go` }];
    const closing = `${who} closes${closingInWords(move)}`;
    const text = isGrasp(move) ? `Grasp: ${closing}` : capitalised(closing);
    const slip = `Slip: ${who} closes further while it holds something, which is lost (dropped)`;
    return [
      { kind: "grasp", start, end, text },
      ...(slippedAt === null ? [] : [{ kind: "slip", start: slippedAt, end: null, text: slip }]),
    ];
  });
}

type Closing = Grip["moves"][number];

/** How a closing ended, as far as the fingers tell. */
export function closingInWords({ holds, missed }: Closing): string {
  if (holds === true) return " on something and holds it";
  if (holds === null) return "";
  return missed ? " on nothing (missed grasp, empty)" : " fully, with nothing between the fingers";
}

/** Fingers that shut with nothing between them on purpose are no grasp: a hand that pushes. */
export const isGrasp = ({ holds, missed }: Closing): boolean => holds !== false || missed;

/** `the left gripper` */
export function gripInWords({ name, dim }: Grip): string {
  if (name === null) return `dimension ${dim}, which acts like a gripper,`;
  const side = /\b(left|right)\b/i.exec(name)?.[1]?.toLowerCase();
  return side === undefined ? "the gripper" : `the ${side} gripper`;
}
