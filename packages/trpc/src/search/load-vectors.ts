import type { Db } from "@retake/db";
import { VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import { putRow, putText, removeRow, textPlane, type WorkspaceVectors } from "./workspace-vectors.ts";

/** Rows of one query: some megabytes. */
const BATCH = 1_000;

/** Newest first; older ones are still found by words. */
export const VECTOR_ROWS_MAX = 300_000;

interface Row {
  id: string;
  sessionId: string;
  stamp: string;
  motion: Buffer | null;
  visual: Buffer | null;
  taskHash: Buffer | null;
  peopleHash: Buffer | null;
  descriptionHash: Buffer | null;
  words: string | null;
}

/** A row's `xmin` is another after every write of it. */
const STAMP = `i."xmin"::text`;
const COLUMNS = `i."episodeId" as "id", e."sessionId", ${STAMP} as "stamp", i."motion", i."visual", i."taskHash", i."peopleHash", i."descriptionHash", i."search"::text as "words"`;
const TABLES = `"EpisodeIndex" i join "Episode" e on e."id" = i."episodeId"`;

/** Brings all rows up to what is stored now; reads vectors only of those that changed. */
export async function refreshAll(db: Db, workspaceId: string, vectors: WorkspaceVectors): Promise<void> {
  const { rows } = await db.pool.query<{ id: string; stamp: string }>(
    `select i."episodeId" as "id", ${STAMP} as "stamp" from ${TABLES} where ${VISIBLE_EPISODE} order by e."createdAt" desc, e."sessionId" limit ${VECTOR_ROWS_MAX}`,
    [workspaceId],
  );
  const there = new Set<string>();
  const changed: string[] = [];
  for (const { id, stamp } of rows) {
    there.add(id);
    const row = vectors.rowOf.get(id);
    if (row === undefined || vectors.stamps[row] !== stamp) changed.push(id);
  }
  for (const id of vectors.rowOf.keys()) if (!there.has(id)) removeRow(vectors, id);
  for (let from = 0; from < changed.length; from += BATCH) {
    const ids = changed.slice(from, from + BATCH);
    const batch = await db.pool.query<Row>(
      `select ${COLUMNS} from ${TABLES} where ${VISIBLE_EPISODE} and i."episodeId" = any($2)`,
      [workspaceId, ids],
    );
    for (const row of batch.rows) put(vectors, row);
  }
}

/** The same for episodes by their public names. */
export async function refreshSome(
  db: Db,
  workspaceId: string,
  vectors: WorkspaceVectors,
  sessionIds: readonly string[],
): Promise<void> {
  const { rows } = await db.pool.query<Row>(
    `select ${COLUMNS} from ${TABLES} where ${VISIBLE_EPISODE} and e."sessionId" = any($2)`,
    [workspaceId, sessionIds],
  );
  const found = new Set(rows.map(({ sessionId }) => sessionId));
  for (const sessionId of sessionIds) {
    const row = vectors.rowOfSession.get(sessionId);
    if (!found.has(sessionId) && row !== undefined) removeRow(vectors, vectors.ids[row] ?? "");
  }
  for (const row of rows) put(vectors, row);
}

/** Vectors of texts that are not there yet, by one embedder. Those that nobody has computed are looked for again next time. */
export async function refreshTexts(db: Db, vectors: WorkspaceVectors, space: string): Promise<void> {
  const plane = textPlane(vectors, space);
  const missing = vectors.hashes.flatMap((hash, text) => (plane.loaded[text] === 1 ? [] : [hash]));
  for (let from = 0; from < missing.length; from += BATCH) {
    const hashes = missing.slice(from, from + BATCH).map((hash) => Buffer.from(hash, "latin1"));
    const { rows } = await db.pool.query<{ hash: Buffer; vector: Buffer }>(
      `select "hash", "vector" from "TextVector" where "space" = $1 and "hash" = any($2)`,
      [space, hashes],
    );
    for (const { hash, vector } of rows) {
      const text = vectors.textOf.get(hash.toString("latin1"));
      if (text !== undefined) putText(plane, text, floats(vector), vectors.hashes.length);
    }
  }
}

function put(vectors: WorkspaceVectors, row: Row): void {
  putRow(vectors, {
    id: row.id,
    sessionId: row.sessionId,
    stamp: row.stamp,
    motion: row.motion === null ? null : floats(row.motion),
    visual: row.visual === null ? null : floats(row.visual),
    words: row.words ?? "",
    texts: [row.taskHash, row.peopleHash, row.descriptionHash].map(
      (hash) => hash?.toString("latin1") ?? null,
    ),
  });
}

/** The driver's bytes lie anywhere in memory. */
function floats(bytes: Buffer): Float32Array {
  const length = bytes.length - (bytes.length % 4);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + length));
}
