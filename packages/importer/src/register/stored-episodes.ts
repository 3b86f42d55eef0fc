import { type Db, streamRows } from "@retake/db";
import type { ImportWarning } from "../layout/import-warning.ts";

/** What an earlier run stored, also one that was killed. */
export interface StoredEpisode {
  contentHash: string | null;
  published: boolean;
  warnings: ImportWarning[];
}

interface Row {
  episodeIndex: number | null;
  contentHash: string | null;
  published: boolean;
  /** Null for none, as most have. */
  warnings: ImportWarning[] | null;
}

const SELECT = `SELECT "episodeIndex", "contentHash", "publishedAt" IS NOT NULL AS "published",
  nullif("warnings", '[]') AS "warnings" FROM "Episode" WHERE "datasetId" = $1`;
const NO_WARNINGS: ImportWarning[] = [];

/** Those of a dataset by episode number. There may be a million, so each is no more than it must. */
export async function loadStored(db: Db, datasetId: string): Promise<Map<number, StoredEpisode>> {
  const stored = new Map<number, StoredEpisode>();
  const query = { text: SELECT, values: [datasetId] };
  await streamRows<Row>(db, query, ({ episodeIndex, contentHash, published, warnings }) => {
    stored.set(episodeIndex ?? -1, { contentHash, published, warnings: warnings ?? NO_WARNINGS });
  });
  return stored;
}
