import type { EpisodeFacts } from "@retake/ai/facts";

const COUNTS = ["no grasp", "one grasp", "two grasps", "three grasps"];

/** What an episode's robot did, in the few short texts that many episodes share; none where no signal tells. */
export function behaviourFacts({ motion, findings }: Pick<EpisodeFacts, "motion" | "findings">): string[] {
  if (motion === null) return [];
  if (motion.movingDims === 0) return ["nothing moves"];
  const closings = motion.grips.flatMap(({ moves }) => moves.filter(({ kind }) => kind === "close"));
  // Fingers that close on nothing are no grasp, whether something was meant to be there or not.
  const grasps = closings.filter(({ holds, missed }) => holds !== false && !missed).length;
  const told: (string | false)[] = [
    motion.grips.length > 0 && (COUNTS[grasps] ?? "many grasps"),
    closings.some(({ missed }) => missed) && "missed grasp",
    closings.some(({ slippedAt }) => slippedAt !== null) && "slip",
    motion.retries.length > 0 && "retry",
    findings.some(({ kind }) => kind === "pause") && "pause",
  ];
  return told.filter((one) => one !== false);
}
