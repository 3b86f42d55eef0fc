import type { ParsedQuery } from "@retake/ai/query";
import { synonymsOf } from "@retake/ai/ranking";

/** More words than this add cost and no meaning. */
const WORDS_MAX = 16;
const SYNONYMS_MAX = 40;

/** The words of a search as Postgres's full text takes them. */
export interface SearchWords {
  /** Letters and digits only, lower case. */
  list: readonly string[];
  /** Synonyms of them, likewise. */
  others: readonly string[];
  /** For `to_tsquery`: all of them, any of them, any synonym of them. Never empty where `list` is not; synonyms may be. */
  every: string;
  any: string;
  synonyms: string;
}

/** What is ranked of a question. Under an order a word that is a filter already says nothing more: every episode that the filter leaves would be "said" to match. */
export function rankedText({ sort, words, rest }: Pick<ParsedQuery, "sort" | "words" | "rest">): string {
  return sort === null ? words : rest;
}

export function searchWords(text: string): SearchWords {
  const list = alphanumeric(text).slice(0, WORDS_MAX);
  const known = new Set(list);
  // As they were typed too: "peg-in-hole" is one word of the lexicon.
  const typed = text.toLowerCase().split(/\s+/u).slice(0, WORDS_MAX);
  const synonyms = new Set(synonymsOf([...known, ...typed]).flatMap(alphanumeric));
  const others = [...synonyms].filter((word) => !known.has(word)).slice(0, SYNONYMS_MAX);
  return { list, others, every: list.join(" & "), any: list.join(" | "), synonyms: others.join(" | ") };
}

function alphanumeric(text: string): string[] {
  return [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu))];
}
