import { LEXICON_WORDS } from "../ranking/lexicon.ts";
import type { VocabularyValues } from "./types.ts";
import { STOP_WORDS } from "./stop-words.ts";

/** What a stretch of words may name. */
export interface Named {
  datasets: string[];
  robots: string[];
  operators: string[];
  people: { id: string; name: string }[];
  labels: string[];
}

export interface Vocabulary {
  /** The longest name that begins at a word. @param words the next words, lower case */
  longest(words: readonly string[]): { length: number; named: Named } | null;
}

/** Words of the longest name that is looked for. */
export const NAME_WORDS_MAX = 8;

const NAMES_MAX = 50_000;

/**
 * The names of a workspace, made once and used for many queries. Datasets and robots are also known by a part that could be nothing else:
 * `pusht` of `lerobot/pusht_v30`, `so101` of `so101_follower`; never by an everyday word like `cube`.
 */
export function createVocabulary(values: VocabularyValues): Vocabulary {
  const names = new Map<string, Named>();
  const entry = (alias: string): Named | null => {
    const key = alias.toLowerCase().trim().split(/\s+/u).slice(0, NAME_WORDS_MAX).join(" ");
    if (key === "" || (names.size >= NAMES_MAX && !names.has(key))) return null;
    const known = names.get(key);
    if (known !== undefined) return known;
    const fresh: Named = { datasets: [], robots: [], operators: [], people: [], labels: [] };
    names.set(key, fresh);
    return fresh;
  };
  for (const { slug, name } of values.datasets) {
    const last = name.split("/").at(-1) ?? name;
    for (const alias of new Set([slug, name, last, ...shortNames(last)])) entry(alias)?.datasets.push(slug);
  }
  for (const robot of values.robots) {
    for (const alias of new Set([robot, ...shortNames(robot)])) entry(alias)?.robots.push(robot);
  }
  for (const operator of values.operators) {
    for (const alias of personNames(operator)) entry(alias)?.operators.push(operator);
  }
  for (const person of values.people) {
    for (const alias of personNames(person.name)) entry(alias)?.people.push(person);
  }
  for (const label of values.labels) entry(label)?.labels.push(label);
  return {
    longest(words) {
      for (let length = Math.min(words.length, NAME_WORDS_MAX); length > 0; length -= 1) {
        const named = names.get(words.slice(0, length).join(" "));
        if (named !== undefined) return { length, named };
      }
      return null;
    },
  };
}

/** The first part where it is no everyday word, and parts of letters with digits; each also with a dash between them: `so-101`. */
function shortNames(name: string): string[] {
  const parts = name.toLowerCase().split(/[_\-./\s]+/u);
  const short = new Set<string>();
  for (const [n, part] of parts.entries()) {
    const isMixed = /^\p{L}{2,}\d/u.test(part) && !/^(?:v|ver|version|ep|eps)\d/u.test(part);
    const isOwn =
      n === 0 &&
      part.length >= 4 &&
      /^\p{L}+$/u.test(part) &&
      !STOP_WORDS.has(part) &&
      !LEXICON_WORDS.has(part);
    if (isOwn || isMixed) short.add(part);
    const dashed = /^(\p{L}{2,})(\d+)$/u.exec(part);
    if (isMixed && dashed !== null) short.add(`${dashed[1]}-${dashed[2]}`);
  }
  return [...short];
}

function personNames(name: string): Set<string> {
  const first = name.trim().split(/\s+/u)[0] ?? "";
  return new Set(first.length >= 2 && !STOP_WORDS.has(first.toLowerCase()) ? [name, first] : [name]);
}
