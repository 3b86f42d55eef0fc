import { add, isWord, sequence, skip, wordSet, type Match, type Rule, type Scope } from "../match.ts";

/** Words for a kind of finding; `warnings` and `clean` are about all of them. */
export const QUALITY_WORDS: Readonly<Record<string, string>> = {
  gap: "gap",
  gaps: "gap",
  dropout: "gap",
  dropouts: "gap",
  frozen: "frozen",
  stuck: "frozen",
  jump: "jump",
  jumps: "jump",
  spikes: "jump",
  nan: "not_a_number",
  nans: "not_a_number",
  not_a_number: "not_a_number",
  "out-of-range": "out_of_range",
  out_of_range: "out_of_range",
  warning: "warnings",
  warnings: "warnings",
  faults: "warnings",
  problems: "warnings",
  issues: "warnings",
  clean: "clean",
};

const LABELS: Readonly<Record<string, string>> = {
  gap: "with gaps",
  frozen: "with frozen signals",
  jump: "with jumps",
  not_a_number: "with values that are no numbers",
  out_of_range: "with values out of range",
  warnings: "with warnings",
  clean: "without warnings",
};

const SIGNALS = wordSet(
  "signal signals sensor sensors camera cameras joint joints state values telemetry data stream",
);
const WITH = wordSet("with having has have");

/** `with gaps`, `frozen signals`, `without warnings`, `values out of range`. A frozen pizza is none. */
export const qualityRule: Rule = (scope, at) => {
  const without = sequence(scope, at, "without") ?? sequence(scope, at, "no");
  if (without !== null) {
    const kind = QUALITY_WORDS[wordAt(scope, without)];
    return kind === "warnings" ? quality("clean", without + 1) : null;
  }
  const here = skip(scope, at, WITH);
  const begun = isWord(scope.tokens[here], SIGNALS) ? here + 1 : here;
  const out = sequence(scope, begun, "out", "of", "range");
  if (out !== null) return quality("out_of_range", out);
  const kind = QUALITY_WORDS[wordAt(scope, here)];
  if (kind === undefined || kind === "clean") return null;
  const after = here + 1;
  if (isWord(scope.tokens[after], SIGNALS)) return quality(kind, after + 1);
  if (here > at || kind === "not_a_number") return quality(kind, after);
  // Alone it is the question; among others it may be a part of one.
  return scope.tokens.length === 1 ? quality(kind, after) : null;
};

function wordAt(scope: Scope, at: number): string {
  const token = scope.tokens[at];
  return token?.kind === "word" ? token.text : "";
}

export function quality(kind: string, end: number): Match {
  return {
    end,
    kind: "quality",
    label: LABELS[kind] ?? kind,
    apply({ filters }) {
      filters.quality = add(filters.quality, kind);
    },
  };
}
