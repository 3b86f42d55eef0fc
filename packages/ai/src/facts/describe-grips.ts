import { gripInWords, isGrasp } from "./motion-findings.ts";
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
  const told = moves.slice(0, TOLD_MAX).flatMap((move, i) => {
    if (move.kind === "open") return [`opens at ${seconds(move.start)}${i === 0 ? "" : " (release)"}`];
    return closing(move, moves[i + 1]?.start ?? null);
  });
  const grasps = moves.filter((move) => move.kind === "close" && isGrasp(move)).length;
  const more = moves.length > TOLD_MAX ? [`makes ${counted(grasps, "grasp")} in all`] : [];
  return [`${who} ${listed([...told, ...more, `ends ${endsOpen ? "open" : "closed"}`])}.`];
}

function closing(
  { start, holds, missed, slippedAt }: Grip["moves"][number],
  opensAt: number | null,
): string[] {
  const at = seconds(start);
  if (missed) return [`closes on nothing at ${at} (missed grasp, empty)`];
  if (holds === false) return [`closes fully at ${at} with nothing between the fingers`];
  if (holds === null) return [`closes at ${at} (grasp)`];
  const then =
    slippedAt !== null
      ? `loses what it holds at ${seconds(slippedAt)} (slip, drop)`
      : `holds it ${opensAt === null ? "to the end" : `for ${seconds(opensAt - start)}`}`;
  return [`closes on something at ${at} (grasp)`, then];
}
