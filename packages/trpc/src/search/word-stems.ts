import type { Db } from "@retake/db";
import { LRUCache } from "lru-cache";

/** What full text makes of words: Postgres is asked once for each, and what it said is kept. */
export interface WordStems {
  /**
   * At most one query; none where all are known.
   * @param words letters and digits only, lower case
   * @returns by word; null: it says nothing in any text ("the"). Null as a whole where one of them is more than one word to Postgres
   */
  of(words: readonly string[]): Promise<ReadonlyMap<string, string | null> | null>;
}

/** Some megabytes. */
const WORDS_MAX = 50_000;

/** A tsquery of one word, `'it''s'`. */
const ONE_WORD = /^'((?:[^'\\]|''|\\\\)*)'$/;

/** Of a word: its stem, null where it has none, undefined where it has several. */
interface Stem {
  is: string | null | undefined;
}

export function createWordStems({ db }: { db: Db }): WordStems {
  const known = new LRUCache<string, Stem>({ max: WORDS_MAX });

  async function ask(words: readonly string[]): Promise<Map<string, Stem>> {
    const { rows } = await db.pool.query<{ word: string; query: string }>({
      name: "word-stems",
      text: `select word, to_tsquery('english', word)::text as "query" from unnest($1::text[]) word`,
      values: [words],
    });
    return new Map(rows.map(({ word, query }) => [word, { is: stemIn(query) }]));
  }

  return {
    async of(words) {
      const found = new Map(words.map((word) => [word, known.get(word)]));
      const missing = words.filter((word) => found.get(word) === undefined);
      if (missing.length > 0) {
        for (const [word, stem] of await ask(missing)) {
          known.set(word, stem);
          found.set(word, stem);
        }
      }
      const stems = new Map<string, string | null>();
      for (const [word, stem] of found) {
        if (stem?.is === undefined) return null;
        stems.set(word, stem.is);
      }
      return stems;
    },
  };
}

function stemIn(query: string): string | null | undefined {
  if (query === "") return null;
  return ONE_WORD.exec(query)?.[1]?.replaceAll(/(['\\])\1/g, "$1");
}
