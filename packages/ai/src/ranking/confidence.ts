/**
 * Sentences that nothing in a workspace of robots is about. What a query scores against them is what it scores against anything:
 * how near a cosine is to "nothing to do with it" differs from query to query, so a fixed threshold says nothing.
 */
export const UNRELATED_SENTENCES: readonly string[] = [
  "The stock market closed slightly lower on Friday.",
  "She plays the violin in a small orchestra.",
  "The recipe needs two cups of flour and an egg.",
  "Heavy rain is expected in the north tonight.",
  "The museum opens at nine on weekdays.",
  "He published a novel about his grandmother.",
  "Our flight to Lisbon was delayed by an hour.",
  "The committee will vote on the new budget.",
  "Dogs need a walk at least twice a day.",
  "The choir rehearses in the church every Tuesday.",
  "Interest rates remain unchanged this quarter.",
  "The garden is full of roses in June.",
  "They won the match by three goals to one.",
  "The lecture on medieval history was cancelled.",
  "Please send the invoice before the end of the month.",
  "The train to the coast leaves from platform four.",
];

export type Confidence = "strong" | "weak" | "none";

const COVERAGE_STRONG = 0.25;
const DEVIATIONS_STRONG = 3.3;

/**
 * Whether the best answer stands out.
 * @param coverage share of the query's words that the best answers hold, 0..1
 * @param topScore best cosine; null: there are no vectors
 * @param unrelated the query's cosines against {@link UNRELATED_SENTENCES}
 */
export function confidenceOf(
  coverage: number,
  topScore: number | null,
  unrelated: readonly number[],
): Exclude<Confidence, "none"> {
  if (coverage >= COVERAGE_STRONG) return "strong";
  return topScore !== null && deviations(topScore, unrelated) >= DEVIATIONS_STRONG ? "strong" : "weak";
}

/**
 * What the list by meaning counts against the list by words: little once the words themselves are in what was found, as much where they are not.
 * Vectors of sentences tell a peg from a towel, but hardly a grasp that held from one that slipped.
 * @param coverage as in {@link confidenceOf}
 */
export function meaningWeight(coverage: number): number {
  return coverage >= 0.5 ? 0.1 : 1;
}

/** How many standard deviations a score lies above those against unrelated sentences; 0 where there are too few to say. */
export function deviations(score: number, unrelated: readonly number[]): number {
  if (unrelated.length < 2) return 0;
  const mean = unrelated.reduce((sum, value) => sum + value, 0) / unrelated.length;
  const variance = unrelated.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (unrelated.length - 1);
  return variance > 0 ? (score - mean) / Math.sqrt(variance) : 0;
}

/** One score of an episode's fields: mostly its best one, so that a long description does not outweigh a fitting task. */
export function fieldScore(scores: readonly number[]): number {
  if (scores.length === 0) return 0;
  const mean = scores.reduce((sum, value) => sum + value, 0) / scores.length;
  return 0.7 * Math.max(...scores) + 0.3 * mean;
}
