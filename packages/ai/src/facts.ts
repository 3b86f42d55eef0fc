export { episodeFacts, refreshFacts } from "./facts/episode-facts.ts";
export { describeFacts } from "./facts/describe-facts.ts";
export { searchTexts, type SearchTexts, type TextField } from "./facts/search-texts.ts";
export { plainText } from "./facts/plain-text.ts";
export type {
  Body,
  EpisodeFacts,
  Grip,
  GripMove,
  MotionFacts,
  Mover,
  Quantity,
  RewardFacts,
} from "./facts/types.ts";
