/** By word, the texts that hold it, in the order they came, each with a rank. */
export interface PostingLists {
  /** About. */
  readonly bytes: number;
  /** @param text not lower than those before @param rank 0..1 */
  add(word: string, text: number, rank: number): void;
  /** A number for each text: `text × SCALE + rank × SCALE`. They rise. */
  of(word: string): readonly number[];
  has(word: string, text: number): boolean;
  /** Numbers texts anew. @param moved by text, -1: it goes; those that stay keep their order */
  renumber(moved: readonly number[]): void;
}

/** Ranks are whole numbers from 1 on below it: one number of 8 bytes holds a text and its rank. */
export const SCALE = 2 ** 24;
/** Substrings of this length hold the whole text that they are of in memory. */
const SLICED_MIN = 13;

export function createPostingLists(): PostingLists {
  let lists = new Map<string, number[]>();
  let postings = 0;

  return {
    get bytes() {
      return postings * 10 + lists.size * 128;
    },
    add(word, text, rank) {
      const posting = text * SCALE + Math.max(1, Math.min(SCALE - 1, Math.round(rank * SCALE)));
      const list = lists.get(word);
      if (list === undefined) lists.set(word.length < SLICED_MIN ? word : flat(word), [posting]);
      else list.push(posting);
      postings += 1;
    },
    of: (word) => lists.get(word) ?? [],
    has(word, text) {
      const list = lists.get(word) ?? [];
      let [from, to] = [0, list.length];
      while (from < to) {
        const middle = (from + to) >> 1;
        if (list[middle]! < text * SCALE) from = middle + 1;
        else to = middle;
      }
      return from < list.length && list[from]! < (text + 1) * SCALE;
    },
    renumber(moved) {
      const kept = new Map<string, number[]>();
      postings = 0;
      for (const [word, list] of lists) {
        const living = list.flatMap((posting) => {
          const text = moved[Math.floor(posting / SCALE)] ?? -1;
          return text < 0 ? [] : [text * SCALE + (posting % SCALE)];
        });
        if (living.length > 0) kept.set(word, living);
        postings += living.length;
      }
      lists = kept;
    },
  };
}

function flat(text: string): string {
  return Buffer.from(text).toString();
}
