import { LRUCache } from "lru-cache";

/** An answer in bytes of its own. */
export interface KeptAnswer {
  bytes: Uint8Array;
  headers: Record<string, string | number>;
}

export interface KeptAnswers {
  /** @param key everything that the answer is made of */
  get(key: string): KeptAnswer | undefined;
  /** Keeps a copy when the same is asked for again: most answers are asked for once, and a copy costs as much as a third of one. */
  offer(key: string, answer: KeptAnswer): void;
}

const ASKED_MAX = 4_096;
/** Keys of episodes of very many parts. */
const KEY_LENGTH_MAX = 4_096;

/** Answers that cannot change, least recently used out first. @param bytesMax for all of them; one may have a quarter */
export function createKeptAnswers(bytesMax: number): KeptAnswers {
  const asked = new LRUCache<string, true>({ max: ASKED_MAX });
  const kept = new LRUCache<string, KeptAnswer>({
    maxSize: bytesMax,
    maxEntrySize: bytesMax / 4,
    sizeCalculation: ({ bytes }, key) => bytes.byteLength + key.length,
  });
  return {
    get: (key) => kept.get(key),
    offer(key, { bytes, headers }) {
      if (key.length > KEY_LENGTH_MAX || bytes.byteLength > bytesMax / 4) return;
      if (asked.has(key)) kept.set(key, { bytes: new Uint8Array(bytes), headers });
      else asked.set(key, true);
    },
  };
}
