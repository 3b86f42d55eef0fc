import { add, wordSet, type Match, type Rule, type Scope } from "../match.ts";
import type { ChipKind, QueryFilters, QuerySort } from "../types.ts";
import type { Named } from "../vocabulary.ts";
import { dateOf } from "./date-rule.ts";
import { labels } from "./name-rule.ts";
import { SORT_LABELS } from "./order-rule.ts";
import { quality, QUALITY_WORDS } from "./quality-rule.ts";
import { describeRange, readRange, type Measure } from "./range-rule.ts";
import { STATUS_LABELS } from "./state-rule.ts";

type Read = (scope: Scope, value: string) => Omit<Match, "end"> | null;

const measure =
  (name: Measure): Read =>
  (_, value) => {
    const range = readRange(name, value);
    return range === null
      ? null
      : {
          kind: name,
          label: describeRange(name, range),
          apply: ({ filters }) => void (filters[name] = range),
        };
  };

const list =
  (
    kind: ChipKind,
    filter: "datasets" | "robots" | "operators" | "tasks",
    named?: (names: Named) => string[],
  ): Read =>
  (scope, value) => {
    const known = named === undefined ? [] : named(namedIn(scope, value));
    const values = known.length === 0 ? [value] : known;
    return {
      kind,
      label: `${kind} ${value}`,
      apply: ({ filters }) => void (filters[filter] = add(filters[filter], ...values)),
    };
  };

const person =
  (as: "authors" | "assignees", said: string): Read =>
  (scope, value) => {
    const people = namedIn(scope, value).people.map(({ id }) => id);
    // Nobody has that name: nothing is theirs.
    const ids = people.length === 0 ? [""] : people;
    return {
      kind: "person",
      label: `${said} ${value}`,
      apply: ({ filters }) => void (filters[as] = add(filters[as], ...ids)),
    };
  };

const oneOf =
  <Name extends "source" | "status">(
    kind: Name,
    values: Readonly<Record<string, { value: NonNullable<QueryFilters[Name]>; label: string }>>,
  ): Read =>
  (_, text) => {
    const found = values[text];
    return found === undefined
      ? null
      : { kind, label: found.label, apply: ({ filters }) => void (filters[kind] = found.value) };
  };

const outcome: Read = (_, text) => {
  const value = OUTCOMES[text];
  return value === undefined
    ? null
    : {
        kind: "outcome",
        label: value === "none" ? "no outcome" : value,
        apply: ({ filters }) => void (filters.outcomes = add(filters.outcomes, value)),
      };
};
const OUTCOMES: Readonly<Record<string, "success" | "failure" | "none">> = {
  success: "success",
  succeeded: "success",
  failure: "failure",
  failed: "failure",
  none: "none",
  unknown: "none",
};

const sort: Read = (_, text) => {
  const value = Object.hasOwn(SORT_LABELS, text) ? (text as QuerySort) : null;
  return value === null
    ? null
    : { kind: "sort", label: SORT_LABELS[value], apply: (draft) => void (draft.sort = value) };
};

const limit: Read = (_, text) => {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= 1_000
    ? { kind: "limit", label: `first ${value}`, apply: (draft) => void (draft.limit = value) }
    : null;
};

const rewardRead: Read = (scope, text) =>
  text === "high" || text === "low"
    ? { kind: "reward", label: `${text} reward`, apply: ({ filters }) => void (filters.rewardLevel = text) }
    : measure("reward")(scope, text);

const hands: Read = (scope, value) => {
  const { operators, people } = namedIn(scope, value);
  const both = {
    operators: operators.length === 0 ? [value] : operators,
    people: people.map(({ id }) => id),
  };
  return { kind: "person", label: `by ${value}`, apply: ({ filters }) => void (filters.hands = both) };
};

const FIELDS: Readonly<Record<string, Read>> = {
  outcome,
  reward: rewardRead,
  duration: measure("duration"),
  length: measure("duration"),
  frames: measure("frames"),
  fps: measure("fps"),
  rating: measure("rating"),
  dataset: list("dataset", "datasets", ({ datasets }) => datasets),
  robot: list("robot", "robots", ({ robots }) => robots),
  operator: list("operator", "operators", ({ operators }) => operators),
  task: list("task", "tasks"),
  label: (_, value) => labels([value], 0),
  tag: (_, value) => labels([value], 0),
  person: hands,
  by: hands,
  author: person("authors", "labelled by"),
  assignee: person("assignees", "assigned to"),
  source: oneOf("source", {
    live: { value: "live", label: "recorded live" },
    import: { value: "import", label: "imported" },
    imported: { value: "import", label: "imported" },
  }),
  status: oneOf("status", {
    recording: { value: "recording", label: STATUS_LABELS.recording },
    completed: { value: "completed", label: STATUS_LABELS.completed },
    disconnected: { value: "disconnected", label: STATUS_LABELS.disconnected },
  }),
  quality: (_, value) => {
    const kind = QUALITY_WORDS[value];
    return kind === undefined ? null : quality(kind, 0);
  },
  after: (scope, value) => dateOf(scope, value, "after"),
  since: (scope, value) => dateOf(scope, value, "from"),
  before: (scope, value) => dateOf(scope, value, "before"),
  until: (scope, value) => dateOf(scope, value, "until"),
  date: (scope, value) => dateOf(scope, value, "within"),
  sort,
  limit,
};

export const FIELD_NAMES: ReadonlySet<string> = new Set(Object.keys(FIELDS));

/** `robot:so101`, `duration:>20s`, `label:"night shift"`, `"word for word"`, `-not`. */
export const fieldRule: Rule = (scope, at) => {
  const token = scope.tokens[at];
  if (token?.kind === "field") {
    const read = FIELDS[token.name]?.(scope, token.text) ?? null;
    return read === null ? null : { ...read, end: at + 1 };
  }
  if (token?.kind === "quoted") {
    const { text } = token;
    return {
      end: at + 1,
      kind: "phrase",
      label: `“${text}”`,
      apply: ({ phrases }) => void phrases.push(text),
    };
  }
  if (token?.kind !== "not" || SHORT.has(token.text)) return null;
  const { text } = token;
  return {
    end: at + 1,
    kind: "not",
    label: `not ${text}`,
    apply: ({ exclusions }) => void exclusions.push(text),
  };
};
const SHORT = wordSet("a an the of");

function namedIn(scope: Scope, value: string): Named {
  const words = value.split(/\s+/u);
  const found = scope.vocabulary.longest(words);
  return found !== null && found.length === words.length
    ? found.named
    : { datasets: [], robots: [], operators: [], people: [], labels: [] };
}
