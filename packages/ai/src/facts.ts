export { episodeFacts } from "./facts/episode-facts.ts";
export { describeFacts } from "./facts/describe-facts.ts";
export { searchTexts, type SearchTexts, type TextField } from "./facts/search-texts.ts";
export { plainText } from "./facts/plain-text.ts";
export type { EpisodeFacts, Grip, MotionFacts, Mover, Quantity } from "./facts/types.ts";
