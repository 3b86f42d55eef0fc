import { add, sequence, skip, wordSet, type Match, type Rule } from "../match.ts";

const SUCCESS = wordSet("success successes successful successfully succeed succeeds succeeded succeeding");
const FAILURE = wordSet("fail fails failed failing failure failures unsuccessful unsuccessfully");
const LEADS = wordSet("that which were was");
const NEGATIONS = wordSet("not didn't did-not wasn't never");
const LABELS = { success: "success", failure: "failure", none: "no outcome" } as const;

/** `failed`, `successful`, `did not succeed`, `without an outcome`. A failed grasp may be in an episode that succeeded: its words stay. */
export const outcomeRule: Rule = (scope, at) => {
  const none =
    sequence(scope, at, "without", "outcome") ??
    sequence(scope, at, "without", "an", "outcome") ??
    sequence(scope, at, "no", "outcome") ??
    sequence(scope, at, "unknown", "outcome");
  if (none !== null) return outcome("none", none);
  let here = skip(scope, at, LEADS);
  const start = here;
  here = sequence(scope, here, "did", "not") ?? skip(scope, here, NEGATIONS);
  const word = scope.tokens[here]?.kind === "word" ? (scope.tokens[here]?.text ?? "") : "";
  const isNegated = here > start;
  if (SUCCESS.has(word)) return outcome(isNegated ? "failure" : "success", here + 1);
  if (FAILURE.has(word)) return outcome(isNegated ? "success" : "failure", here + 1);
  return null;
};

function outcome(value: "success" | "failure" | "none", end: number): Match {
  return {
    end,
    kind: "outcome",
    label: LABELS[value],
    isPerhaps: value !== "none",
    apply({ filters }) {
      filters.outcomes = add(filters.outcomes, value);
    },
  };
}
