import { LRUCache } from "lru-cache";

export interface VectorRow {
  /** SHA-256 of the text, 32 bytes. */
  hash: Buffer;
  /** Of length 1. */
  vector: Float32Array;
}

/** Keeps vectors by what their text says and by who computed them. Spaces never mix. */
export interface VectorStore {
  /** @returns one per hash, in order; null where there is none */
  get(space: string, hashes: readonly Buffer[]): Promise<(Float32Array | null)[]>;
  /** A row that is there already stays as it is. */
  put(space: string, rows: readonly VectorRow[]): Promise<void>;
}

/** 2,000 vectors of 512 floats are 4 MB. */
const ROWS_MAX = 2_000;

/** Keeps the vectors asked for last, in memory. */
export function createMemoryVectorStore(rowsMax = ROWS_MAX): VectorStore {
  const rows = new LRUCache<string, Float32Array>({ max: rowsMax });
  const key = (space: string, hash: Buffer): string => `${space}\n${hash.toString("base64")}`;
  return {
    async get(space, hashes) {
      return hashes.map((hash) => rows.get(key(space, hash)) ?? null);
    },
    async put(space, added) {
      for (const { hash, vector } of added)
        if (!rows.has(key(space, hash))) rows.set(key(space, hash), vector);
    },
  };
}
