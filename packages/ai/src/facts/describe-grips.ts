import { closingInWords, gripInWords, isGrasp } from "./motion-findings.ts";
import { counted, listed, seconds } from "./phrases.ts";
import type { EpisodeFacts, Grip } from "./types.ts";

/** Moves told one by one; beyond, they are counted. */
const TOLD_MAX = 6;

/** What the grippers did and whether they did it again. */
export function describeGrips({ motion }: EpisodeFacts): string[] {
  if (motion === null) return [];
  const sentences = motion.grips.flatMap(sentenceOf);
  const { retries } = motion;
  if (retries.length > 0) {
    const when = listed(retries.slice(0, 3).map(({ start }) => seconds(start)));
    sentences.push(
      `The grasp was tried again: ${counted(retries.length, "regrasp")} (retry) from ${when} on.`,
    );
  }
  return sentences;
}

function sentenceOf(grip: Grip): string[] {
  const who = gripInWords(grip);
  const { moves, startsOpen, endsOpen } = grip;
  if (moves.length === 0) return [`${who} stays ${startsOpen ? "open" : "closed"}.`];
  const told = moves.slice(0, TOLD_MAX).map((move, i) => {
    const { kind, start, holds, slippedAt } = move;
    if (kind === "open") return `opens at ${seconds(start)}${i === 0 ? "" : " (release)"}`;
    const result = closingInWords(move);
    const next = moves[i + 1];
    if (slippedAt !== null)
      return `closes at ${seconds(start)} (grasp)${result} but loses it at ${seconds(slippedAt)} (slip, drop)`;
    const held = holds === true && next !== undefined ? ` for ${seconds(next.start - start)}` : "";
    return `closes at ${seconds(start)}${isGrasp(move) ? " (grasp)" : ""}${result}${held}`;
  });
  const grasps = moves.filter((move) => move.kind === "close" && isGrasp(move)).length;
  const more = moves.length > TOLD_MAX ? `, ${counted(grasps, "grasp")} in all` : "";
  return [`${who} ${listed(told)}${more}, and ends ${endsOpen ? "open" : "closed"}.`];
}
