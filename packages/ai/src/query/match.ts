import type { ChipKind, QueryFilters, QuerySort } from "./types.ts";
import type { Token } from "./tokenize.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What a query has said so far. */
export interface Draft {
  filters: QueryFilters;
  sort: QuerySort | null;
  limit: number | null;
  phrases: string[];
  exclusions: string[];
}

export interface Scope {
  tokens: readonly Token[];
  text: string;
  vocabulary: Vocabulary;
  now: Date;
  /** How often the parser of dates may still be asked. */
  datesLeft: number;
}

/** A rule's answer: the words from the one it was asked about up to `end` mean something. */
export interface Match {
  /** Index of the token after the last one. */
  end: number;
  kind: ChipKind;
  label: string;
  apply(draft: Draft): void;
  /** Its words may be meant as words too. */
  isPerhaps?: boolean;
}

/** Looks at a bounded number of tokens from `at` on. */
export type Rule = (scope: Scope, at: number) => Match | null;

/** Index after a word of `words` at `at`, or `at`. */
export function skip(scope: Scope, at: number, words: ReadonlySet<string>): number {
  return isWord(scope.tokens[at], words) ? at + 1 : at;
}

export function isWord(token: Token | undefined, words: ReadonlySet<string>): boolean {
  return token?.kind === "word" && words.has(token.text);
}

/** Index after the given words, or null. */
export function sequence(scope: Scope, at: number, ...words: string[]): number | null {
  for (const [n, word] of words.entries()) if (scope.tokens[at + n]?.text !== word) return null;
  return at + words.length;
}

export const wordSet = (words: string): ReadonlySet<string> => new Set(words.split(" "));

/** Adds to a list that is a set. */
export function add<T>(list: readonly T[] | undefined, ...more: readonly T[]): T[] {
  return [...new Set([...(list ?? []), ...more])];
}
