export {
  compareLanes,
  type Agreement,
  type ClassAgreement,
  type CompareOptions,
} from "./agreement/compare-lanes.ts";
export { cohensKappa } from "./agreement/kappa.ts";
export { matchBoundaries, type BoundaryScore } from "./agreement/boundaries.ts";
export { matchSegments } from "./agreement/match-segments.ts";
export type { LabelledSpan } from "./agreement/spans.ts";
export { poolAgreements, type EpisodeScore } from "./agreement/pool-agreements.ts";
