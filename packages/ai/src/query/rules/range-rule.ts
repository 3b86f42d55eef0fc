import { isWord, sequence, skip, wordSet, type Match, type Rule, type Scope } from "../match.ts";
import type { Range } from "../types.ts";

export type Measure = "duration" | "reward" | "frames" | "fps" | "rating";

const MEASURES: Readonly<Record<string, Measure>> = {
  duration: "duration",
  length: "duration",
  reward: "reward",
  rewards: "reward",
  return: "reward",
  returns: "reward",
  score: "reward",
  scores: "reward",
  frame: "frames",
  frames: "frames",
  fps: "fps",
  hz: "fps",
  rating: "rating",
  ratings: "rating",
  rated: "rating",
  star: "rating",
  stars: "rating",
};

const SECONDS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(["ms", "millisecond", "milliseconds"].map((unit) => [unit, 0.001])),
  ...Object.fromEntries(["s", "sec", "secs", "second", "seconds"].map((unit) => [unit, 1])),
  ...Object.fromEntries(["m", "min", "mins", "minute", "minutes"].map((unit) => [unit, 60])),
  ...Object.fromEntries(["h", "hr", "hrs", "hour", "hours"].map((unit) => [unit, 3_600])),
};

type Bound = ">" | ">=" | "<" | "<=" | "=";

const COMPARATORS: readonly (readonly [string, Bound])[] = [
  ["more than", ">"],
  ["greater than", ">"],
  ["higher than", ">"],
  ["longer than", ">"],
  ["better than", ">"],
  ["less than", "<"],
  ["fewer than", "<"],
  ["lower than", "<"],
  ["shorter than", "<"],
  ["worse than", "<"],
  ["at least", ">="],
  ["no less than", ">="],
  ["at most", "<="],
  ["up to", "<="],
  ["no more than", "<="],
  ["no longer than", "<="],
  ["equal to", "="],
  ["over", ">"],
  ["above", ">"],
  ["exceeding", ">"],
  ["under", "<"],
  ["below", "<"],
  ["minimum", ">="],
  ["maximum", "<="],
  ["exactly", "="],
  [">", ">"],
  [">=", ">="],
  ["≥", ">="],
  ["<", "<"],
  ["<=", "<="],
  ["≤", "<="],
  ["=", "="],
];

const LEADS = wordSet("with having whose lasting and that");
const LINKS = wordSet("is are was were of");
const ARTICLES = wordSet("a an the total mean final");

/** `reward above 0.5`, `longer than 20 s`, `between 5 and 10 s`, `at least 200 frames`, `20 s or longer`, `rated 5`, `4 stars`. */
export const rangeRule: Rule = (scope, at) => {
  let here = skip(scope, at, LEADS);
  here = skip(scope, here, ARTICLES);
  const named = MEASURES[scope.tokens[here]?.text ?? ""];
  if (named !== undefined) return afterMeasure(scope, skip(scope, here + 1, LINKS), named);
  const span =
    between(scope, here, null) ?? compared(scope, here, null) ?? orMore(scope, here) ?? stars(scope, here);
  return span;
};

function afterMeasure(scope: Scope, at: number, measure: Measure): Match | null {
  const span = between(scope, at, measure) ?? compared(scope, at, measure);
  if (span !== null || measure !== "rating") return span;
  const amount = amountAt(scope, skip(scope, at, wordSet("with at")), measure);
  return amount === null ? null : found(amount.end, measure, { min: amount.value, max: amount.value });
}

function compared(scope: Scope, at: number, measure: Measure | null): Match | null {
  const comparator = comparatorAt(scope, at);
  if (comparator === null) return null;
  const amount = amountAt(scope, comparator.end, measure);
  const isTime = comparator.text === "longer than" || comparator.text === "shorter than";
  const what = measure ?? amount?.measure ?? (isTime ? "duration" : null);
  if (amount === null || what === null) return null;
  return found(amount.end, what, rangeOf(comparator.bound, amount.value));
}

function between(scope: Scope, at: number, measure: Measure | null): Match | null {
  if (scope.tokens[at]?.text !== "between") return null;
  const low = amountAt(scope, at + 1, measure);
  if (low === null || scope.tokens[low.end]?.text !== "and") return null;
  const high = amountAt(scope, low.end + 1, measure);
  const what = measure ?? high?.measure ?? null;
  if (high === null || what === null) return null;
  // "between 5 and 10 min": the unit is both's.
  const scale = what === "duration" && low.scale === 0 && high.scale !== 0 ? high.scale : 1;
  const [a, b] = [low.value * scale, high.value];
  return found(high.end, what, { min: Math.min(a, b), max: Math.max(a, b) });
}

function orMore(scope: Scope, at: number): Match | null {
  const amount = amountAt(scope, at, null);
  if (amount?.measure === undefined || amount.measure === null) return null;
  const more = scope.tokens[amount.end + 1]?.text ?? "";
  if (scope.tokens[amount.end]?.text !== "or") return null;
  if (MORE.has(more)) return found(amount.end + 2, amount.measure, { min: amount.value });
  return LESS.has(more) ? found(amount.end + 2, amount.measure, { max: amount.value }) : null;
}
const MORE = wordSet("more longer above over higher better");
const LESS = wordSet("less shorter below under lower fewer worse");

function stars(scope: Scope, at: number): Match | null {
  const amount = amountAt(scope, at, null);
  return amount?.measure === "rating"
    ? found(amount.end, "rating", { min: amount.value, max: amount.value })
    : null;
}

interface Amount {
  end: number;
  /** In seconds where it is a time. */
  value: number;
  measure: Measure | null;
  /** Seconds of its unit; 0 where it has none. */
  scale: number;
}

/** A number with its unit, or with the measure's name behind it. */
function amountAt(scope: Scope, at: number, measure: Measure | null): Amount | null {
  const token = scope.tokens[at];
  if (token?.kind !== "number") return null;
  const next = scope.tokens[at + 1];
  const unit = token.unit === "" ? (next?.kind === "word" ? next.text : "") : token.unit;
  const end = token.unit === "" ? at + 2 : at + 1;
  const scale = SECONDS[unit];
  if (scale !== undefined && (measure === null || measure === "duration")) {
    if (scope.tokens[end]?.text === "ago") return null;
    const past = sequence(scope, end, "long") ?? end;
    return { end: past, value: token.value * scale, measure: "duration", scale };
  }
  const named = MEASURES[unit];
  if (named !== undefined && (measure === null || measure === named))
    return { end, value: token.value, measure: named, scale: 1 };
  return token.unit === "" ? { end: at + 1, value: token.value, measure, scale: 0 } : null;
}

function comparatorAt(scope: Scope, at: number): { end: number; bound: Bound; text: string } | null {
  for (const [text, bound] of COMPARATORS) {
    const end = sequence(scope, at, ...text.split(" "));
    if (end !== null) return { end, bound, text };
  }
  return null;
}

function rangeOf(bound: Bound, value: number): Range {
  if (bound === "=") return { min: value, max: value };
  if (bound.startsWith(">")) return bound === ">" ? { min: value, isMinOpen: true } : { min: value };
  return bound === "<" ? { max: value, isMaxOpen: true } : { max: value };
}

function found(end: number, measure: Measure, range: Range): Match {
  return {
    end,
    kind: measure,
    label: describeRange(measure, range),
    apply({ filters }) {
      filters[measure] = { ...filters[measure], ...range };
    },
  };
}

/** `duration > 20 s` */
export function describeRange(measure: Measure, { min, max, isMinOpen, isMaxOpen }: Range): string {
  const unit = measure === "duration" ? " s" : "";
  const show = (value: number): string => `${Number(value.toPrecision(6))}${unit}`;
  if (min !== undefined && min === max) return `${measure} ${show(min)}`;
  if (min !== undefined && max !== undefined) return `${measure} ${show(min)} to ${show(max)}`;
  if (min !== undefined) return `${measure} ${isMinOpen === true ? ">" : "≥"} ${show(min)}`;
  return `${measure} ${isMaxOpen === true ? "<" : "≤"} ${show(max ?? 0)}`;
}

/** Of `field:value`: `20`, `>20s`, `10..20`, `5-10`. */
export function readRange(measure: Measure, text: string): Range | null {
  const parts = text.split("..");
  if (parts.length === 2) {
    const [min, max] = parts.map((part) => (part === "" ? undefined : readAmount(measure, part)));
    if (min === null || max === null || (min === undefined && max === undefined)) return null;
    return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  }
  const bound = [">=", "<=", ">", "<", "="].find((one) => text.startsWith(one)) as Bound | undefined;
  const value = readAmount(measure, text.slice(bound?.length ?? 0));
  return value === null ? null : rangeOf(bound ?? "=", value);
}

function readAmount(measure: Measure, text: string): number | null {
  const number = Number.parseFloat(text);
  if (!Number.isFinite(number)) return null;
  const unit = text.replace(/^[-+\d.e]{1,24}/u, "").trim();
  if (unit === "") return number;
  const scale = measure === "duration" ? SECONDS[unit] : undefined;
  return scale === undefined ? null : number * scale;
}

/** Whether a word could belong to a measure, so that `high` before it says something. */
export function measureOf(scope: Scope, at: number): Measure | null {
  return MEASURES[scope.tokens[isWord(scope.tokens[at], ARTICLES) ? at + 1 : at]?.text ?? ""] ?? null;
}
