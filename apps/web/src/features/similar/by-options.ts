import type { SimilarBy } from "../search/ask.ts";

/** In what episodes can be alike, as a menu shows it. */
export const BY_OPTIONS: readonly { value: SimilarBy; label: string }[] = [
  { value: "all", label: "In all" },
  { value: "motion", label: "In motion" },
  { value: "text", label: "In words" },
  { value: "visual", label: "In pictures" },
];
