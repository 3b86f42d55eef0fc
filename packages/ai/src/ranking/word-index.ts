import { createPostingLists, SCALE } from "./posting-lists.ts";
import { readTsvector, type Place } from "./read-tsvector.ts";

/** Which words texts hold, and how much each says there: full text in memory, ranked as Postgres's `ts_rank(…, 1)` does. */
export interface WordIndex {
  /** About. */
  readonly bytes: number;
  /** @param tsvector a text as Postgres writes a `tsvector` */
  put(row: number, tsvector: string): void;
  remove(row: number): void;
  /**
   * What the words of each row come to, 0 where it has none of them.
   * @param weights by word, stemmed; those of one question add up to 1 for `ts_rank` of them joined by "or"
   */
  scores(weights: ReadonlyMap<string, number>): Float32Array;
  holds(row: number, word: string): boolean;
}

/** What a word says by where it stands: D nothing in particular, C names and metadata, B descriptions, A what people said. */
export const PLACE_WEIGHTS: Readonly<Record<Place, number>> = { D: 0.1, C: 0.2, B: 0.4, A: 1 };

/** Of all ranks of one place, 1/1² + 1/2² + …; as in Postgres's tsrank.c. */
const RANK_SUM = 1.64493406685;
const OLD_MAX = 1_000;

/**
 * A row that is put again is a new text, at the end of all lists, and the old one is passed over: nothing is searched for in lists of 100,000. They are swept
 * once most of them is old. Memory: about 10 bytes a word of a text.
 */
export function createWordIndex(): WordIndex {
  const lists = createPostingLists();
  /** By text: its row, -1 once it is old. */
  let rowOf: number[] = [];
  const textOf: number[] = [];
  let alive = 0;

  function remove(row: number): void {
    const text = textOf[row] ?? -1;
    if (text < 0) return;
    rowOf[text] = -1;
    textOf[row] = -1;
    alive -= 1;
    if (rowOf.length > 2 * alive + OLD_MAX) sweep();
  }
  function sweep(): void {
    const next: number[] = [];
    lists.renumber(rowOf.map((row) => (row < 0 ? -1 : next.push(row) - 1)));
    for (const [text, row] of next.entries()) textOf[row] = text;
    rowOf = next;
  }

  return {
    get bytes() {
      return lists.bytes + rowOf.length * 16;
    },
    put(row, tsvector) {
      remove(row);
      const words = readTsvector(tsvector);
      const length = words.reduce((sum, { places }) => sum + Math.max(1, places.length), 0);
      const text = rowOf.push(row) - 1;
      textOf[row] = text;
      alive += 1;
      for (const { word, places } of words) lists.add(word, text, rankOf(places) / Math.log2(length + 1));
    },
    remove,
    scores(weights) {
      const found = new Float32Array(textOf.length);
      for (const [word, weight] of weights) {
        const unit = weight / SCALE;
        for (const posting of lists.of(word)) {
          const text = Math.floor(posting / SCALE);
          const row = rowOf[text]!;
          if (row >= 0) found[row]! += unit * (posting - text * SCALE);
        }
      }
      return found;
    },
    holds(row, word) {
      const text = textOf[row] ?? -1;
      return text >= 0 && lists.has(word, text);
    },
  };
}

/** Of one word in one text: the place that says most counts fully, the others by their order. Source: calc_rank_or of Postgres's tsrank.c. */
function rankOf(places: readonly Place[]): number {
  if (places.length === 0) return PLACE_WEIGHTS.D / RANK_SUM;
  let [sum, most, mostAt] = [0, -1, 0];
  for (const [n, place] of places.entries()) {
    const weight = PLACE_WEIGHTS[place];
    sum += weight / (n + 1) ** 2;
    if (weight > most) [most, mostAt] = [weight, n];
  }
  return (most + sum - most / (mostAt + 1) ** 2) / RANK_SUM;
}
