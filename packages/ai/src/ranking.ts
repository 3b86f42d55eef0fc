export {
  confidenceOf,
  deviations,
  fieldScore,
  UNRELATED_SENTENCES,
  type Confidence,
} from "./ranking/confidence.ts";
export { fuseRanks, RRF_K } from "./ranking/fuse-ranks.ts";
export { synonymsOf } from "./ranking/lexicon.ts";
