import type { VectorStore } from "@retake/ai/embedder";
import type { Db } from "@retake/db";
import { bytesOf, vectorOf } from "./vector-bytes.ts";

/** Vectors of texts in the table that all workspaces and processes share. `onPut` hears how many were new. */
export function createPgVectorStore(
  { pool }: Db,
  onPut: (count: number) => void = () => undefined,
): VectorStore {
  return {
    async get(space, hashes) {
      const { rows } = await pool.query<{ hash: Buffer; vector: Buffer }>(
        `select "hash", "vector" from "TextVector" where "space" = $1 and "hash" = any($2)`,
        [space, hashes],
      );
      const found = new Map(rows.map(({ hash, vector }) => [hash.toString("hex"), vectorOf(vector)]));
      return hashes.map((hash) => found.get(hash.toString("hex")) ?? null);
    },
    async put(space, rows) {
      const { rowCount } = await pool.query(
        `insert into "TextVector" ("space", "hash", "vector") select $1, r."hash", r."vector" from unnest($2::bytea[], $3::bytea[]) as r("hash", "vector")
         on conflict do nothing`,
        [space, rows.map(({ hash }) => hash), rows.map(({ vector }) => bytesOf(vector))],
      );
      onPut(rowCount ?? 0);
    },
  };
}
