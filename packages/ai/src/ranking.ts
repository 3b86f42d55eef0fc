export {
  confidenceOf,
  deviations,
  fieldScore,
  meaningWeight,
  UNRELATED_SENTENCES,
  type Confidence,
} from "./ranking/confidence.ts";
export { fuseRanks, RRF_K } from "./ranking/fuse-ranks.ts";
export { synonymsOf } from "./ranking/lexicon.ts";
export { bestField, scoreFields, type TextFields } from "./ranking/score-fields.ts";
export { topRows } from "./ranking/top-rows.ts";
export { dot, keepNearest, meanDirection, squareOf } from "./ranking/vector-math.ts";
export { createWordIndex, PLACE_WEIGHTS, type WordIndex } from "./ranking/word-index.ts";
