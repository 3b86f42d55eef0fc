import type { Draft, Match, Rule, Scope } from "./match.ts";
import { dateRule } from "./rules/date-rule.ts";
import { fieldRule, FIELD_NAMES } from "./rules/field-rule.ts";
import { nameRule } from "./rules/name-rule.ts";
import { orderRule } from "./rules/order-rule.ts";
import { outcomeRule } from "./rules/outcome-rule.ts";
import { qualityRule } from "./rules/quality-rule.ts";
import { rangeRule } from "./rules/range-rule.ts";
import { stateRule } from "./rules/state-rule.ts";
import { STOP_WORDS } from "./stop-words.ts";
import { tokenize, type Token } from "./tokenize.ts";
import type { Chip, ParsedQuery } from "./types.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Longer queries are cut here. */
export const QUERY_LENGTH_MAX = 1_000;

/** Dates that one query may hold: each is a run of a parser that is not ours. */
const DATES_MAX = 6;

/** The first that matches at a word takes it. */
const RULES: readonly Rule[] = [
  fieldRule,
  dateRule,
  rangeRule,
  orderRule,
  outcomeRule,
  stateRule,
  qualityRule,
  nameRule,
];

/**
 * Reads a question in plain words: filters as chips with where they stand, and what is left to be matched freely.
 * What is only perhaps a filter stays a word; what is no filter is no error. Never throws, and looks at each word a bounded number of times.
 * @param now what "yesterday" is measured from
 */
export function parseQuery(input: string, vocabulary: Vocabulary, now: Date): ParsedQuery {
  const text = input.slice(0, QUERY_LENGTH_MAX);
  const tokens = tokenize(text, FIELD_NAMES);
  const scope: Scope = { tokens, text, vocabulary, now, datesLeft: DATES_MAX };
  const draft: Draft = { filters: {}, sort: null, limit: null, phrases: [], exclusions: [] };
  const chips: Chip[] = [];
  const free: Token[] = [];
  const words: Token[] = [];
  for (let at = 0; at < tokens.length;) {
    const match = firstMatch(scope, at);
    const taken = tokens.slice(at, match?.end ?? at + 1);
    if (match === null) {
      free.push(...taken);
      words.push(...taken);
    } else {
      match.apply(draft);
      chips.push(chipOf(text, taken, match, chips.length));
      if (match.isPerhaps === true) words.push(...taken);
    }
    at += taken.length;
  }
  return { chips, ...draft, rest: meaning(free), words: meaning(words) };
}

function firstMatch(scope: Scope, at: number): Match | null {
  for (const rule of RULES) {
    const match = rule(scope, at);
    if (match !== null && match.end > at) return match;
  }
  return null;
}

function chipOf(text: string, taken: readonly Token[], { kind, label }: Match, n: number): Chip {
  const from = taken[0]?.from ?? 0;
  const to = taken.at(-1)?.to ?? from;
  return { id: `${n}-${kind}`, kind, text: text.slice(from, to), label, from, to };
}

/** The words that say something, in order. */
function meaning(tokens: readonly Token[]): string {
  return tokens
    .filter(({ kind, text }) => kind !== "symbol" && !STOP_WORDS.has(text))
    .map(({ kind, name, text }) => (kind === "field" ? `${name} ${text}` : text))
    .join(" ");
}
