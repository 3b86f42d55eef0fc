import { EPISODE_NOUNS } from "../stop-words.ts";
import { sequence, skip, wordSet, type Draft, type Match, type Rule, type Scope } from "../match.ts";
import { measureOf, type Measure } from "./range-rule.ts";
import type { QuerySort } from "../types.ts";

const HIGH = wordSet("high good great large big top");
const LOW = wordSet("low poor bad small");
const HIGHEST = wordSet("highest best largest greatest most");
const LOWEST = wordSet("lowest worst smallest fewest least");
const PLAIN: Readonly<Record<string, QuerySort>> = {
  longest: "-duration",
  shortest: "duration",
  newest: "newest",
  latest: "newest",
  oldest: "oldest",
  earliest: "oldest",
};
const LEADS = wordSet("the with a and");
const SORT_NAMES: Readonly<Record<string, QuerySort>> = {
  reward: "-reward",
  return: "-reward",
  score: "-reward",
  duration: "-duration",
  length: "-duration",
  frames: "-frames",
  date: "newest",
  time: "newest",
  name: "name",
  index: "index",
};

export const SORT_LABELS: Readonly<Record<QuerySort, string>> = {
  newest: "newest first",
  oldest: "oldest first",
  name: "by name",
  duration: "shortest first",
  "-duration": "longest first",
  reward: "lowest reward first",
  "-reward": "highest reward first",
  frames: "fewest frames first",
  "-frames": "most frames first",
  index: "by episode index",
  "-index": "last episode index first",
};

/** `high reward`, `highest reward first`, `longest`, `sorted by duration`, `top 5`, `first 10`, `3 shortest`. */
export const orderRule: Rule = (scope, at) => {
  const here = skip(scope, at, LEADS);
  return level(scope, here) ?? counted(scope, here) ?? superlative(scope, here) ?? sorted(scope, here);
};

function level(scope: Scope, at: number): Match | null {
  const word = scope.tokens[at]?.text ?? "";
  if (!HIGH.has(word) && !LOW.has(word)) return null;
  if (measureOf(scope, at + 1) !== "reward") return null;
  const high = HIGH.has(word);
  return {
    end: at + 2,
    kind: "reward",
    label: high ? "reward in its dataset's top quarter" : "reward in its dataset's bottom quarter",
    apply({ filters }) {
      filters.rewardLevel = high ? "high" : "low";
    },
  };
}

const COUNT_MAX = 1_000;

function counted(scope: Scope, at: number): Match | null {
  const [word, number] = [scope.tokens[at], scope.tokens[at + 1]];
  const sort = leading(word?.text ?? "");
  if (sort !== undefined && isCount(number)) {
    // "last 2 days" is a date, "first 5 s" a stretch.
    const next = scope.tokens[at + 2];
    if (next !== undefined && next.kind === "word" && TIMES.has(next.text)) return null;
    return limited(at + 2, number?.value ?? 1, sort);
  }
  const behind = PLAIN[number?.text ?? ""];
  if (isCount(word) && behind !== undefined) return limited(at + 2, word?.value ?? 1, behind);
  return sequence(scope, at, "limit") !== null && isCount(number)
    ? limited(at + 2, number?.value ?? 1, null)
    : null;
}
const TIMES = wordSet(
  "ms s sec secs second seconds m min mins minute minutes h hour hours day days week weeks month months year years frames",
);

/** How what is counted is ordered; null: as it comes. */
function leading(word: string): QuerySort | null | undefined {
  if (word === "top" || word === "best") return "-reward";
  if (word === "worst") return "reward";
  if (word === "last") return "newest";
  if (word === "first") return null;
  return PLAIN[word];
}

function isCount(token: Scope["tokens"][number] | undefined): boolean {
  return (
    token?.kind === "number" &&
    token.unit === "" &&
    Number.isInteger(token.value) &&
    token.value >= 1 &&
    token.value <= COUNT_MAX
  );
}

function limited(end: number, count: number, sort: QuerySort | null): Match {
  return {
    end,
    kind: "limit",
    label: sort === null ? `first ${count}` : `first ${count}, ${SORT_LABELS[sort]}`,
    apply(draft) {
      draft.limit = count;
      if (sort !== null) draft.sort ??= sort;
    },
  };
}

function superlative(scope: Scope, at: number): Match | null {
  const word = scope.tokens[at]?.text ?? "";
  const recent = sequence(scope, at, "most", "recent");
  const plain = recent === null ? PLAIN[word] : "newest";
  if (plain !== undefined) {
    const end = recent ?? at + 1;
    const first = sequence(scope, end, "first");
    return order(first ?? end, plain, first === null && !endsOrNoun(scope, end));
  }
  if (!HIGHEST.has(word) && !LOWEST.has(word)) return null;
  const measure = measureOf(scope, at + 1);
  if (measure === null || measure === "fps" || measure === "rating") return null;
  const sort = sortOf(measure, HIGHEST.has(word));
  return order(sequence(scope, at + 2, "first") ?? at + 2, sort, false);
}

function sortOf(measure: Exclude<Measure, "fps" | "rating">, isDescending: boolean): QuerySort {
  return isDescending ? `-${measure}` : measure;
}

/** "longest" alone or before "episodes" orders; before another word it may be a part of what is looked for. */
function endsOrNoun(scope: Scope, at: number): boolean {
  const next = scope.tokens[at];
  return next === undefined || next.kind === "symbol" || EPISODE_NOUNS.has(next.text);
}

function sorted(scope: Scope, at: number): Match | null {
  const begin =
    sequence(scope, at, "sort") ?? sequence(scope, at, "sorted") ?? sequence(scope, at, "ordered");
  const by = sequence(scope, begin ?? at, "by");
  if (by === null) return null;
  const name = scope.tokens[by]?.text ?? "";
  const sort = SORT_NAMES[name];
  if (sort === undefined) return null;
  const direction = scope.tokens[by + 1]?.text ?? "";
  if (direction.startsWith("asc")) return order(by + 2, opposite(sort, "up"), false);
  if (direction.startsWith("desc")) return order(by + 2, opposite(sort, "down"), false);
  return order(by + 1, sort, false);
}

function opposite(sort: QuerySort, direction: "up" | "down"): QuerySort {
  if (sort === "newest") return direction === "up" ? "oldest" : "newest";
  if (sort === "name") return "name";
  const bare = sort.replace("-", "") as "reward" | "duration" | "frames" | "index";
  return direction === "up" ? bare : `-${bare}`;
}

function order(end: number, sort: QuerySort, isPerhaps: boolean): Match {
  return {
    end,
    kind: "sort",
    label: SORT_LABELS[sort],
    isPerhaps,
    apply: (draft: Draft) => void (draft.sort = sort),
  };
}
