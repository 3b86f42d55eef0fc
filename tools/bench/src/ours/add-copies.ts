import { createHash } from "node:crypto";
import { notify } from "@retake/db/notify";
import { writeSegment } from "@retake/telemetry/writer";
import { copiesOf, offsetTopics, type EpisodeCopy } from "./episode-copy.ts";
import type { House } from "./house.ts";
import type { Originals } from "./read-originals.ts";

/** Segments being written at a time: each waits for the disk most of its life. */
const WRITERS = 16;

interface CopyRow {
  id: string;
  sessionId: string;
  originalId: string;
  key: string;
  bytes: number;
}

/** Fills the house up to `total` episodes: a real segment and real rows for each copy, without the importer's checks. @returns the copies */
export async function addCopies(house: House, originals: Originals, total: number): Promise<EpisodeCopy[]> {
  const copies = copiesOf(originals.episodes, total);
  const ids = await originalIds(house);
  const rows: CopyRow[] = [];
  const waiting = copies.values();
  const work = async (): Promise<void> => {
    for (const copy of waiting) rows.push(await writeCopy(house, originals, copy, ids));
  };
  await Promise.all(Array.from({ length: WRITERS }, work));
  rows.sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1));
  await insertRows(house, rows);
  return copies;
}

async function originalIds({ db, workspace }: House): Promise<Map<string, string>> {
  const episodes = await db.prisma.episode.findMany({
    where: { workspaceId: workspace.id },
    select: { id: true, sessionId: true },
  });
  return new Map(episodes.map(({ id, sessionId }) => [sessionId, id]));
}

async function writeCopy(
  house: House,
  { episodes, samples }: Originals,
  { sessionId, original, copy }: EpisodeCopy,
  ids: Map<string, string>,
): Promise<CopyRow> {
  const id = createHash("sha256").update(sessionId).digest("hex").slice(0, 24);
  const topics = offsetTopics(samples.get(original) ?? [], copy);
  const { key, bytes } = await writeSegment(house.store, { episodeId: id, part: 0, topics });
  return { id, sessionId, originalId: ids.get(episodes[original]?.sessionId ?? "") ?? "", key, bytes };
}

/** Everything but names, places and instants is the original's, statistics included. */
async function insertRows({ db, workspace }: House, rows: readonly CopyRow[]): Promise<void> {
  const copied = `unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[])
    WITH ORDINALITY AS c("id", "sessionId", "originalId", "key", "bytes", "n")`;
  const values = [
    rows.map((row) => row.id),
    rows.map((row) => row.sessionId),
    rows.map((row) => row.originalId),
    rows.map((row) => row.key),
    rows.map((row) => row.bytes),
  ];
  const insert = async (table: string, given: Record<string, string>): Promise<void> => {
    const columns = (await columnsOf({ db }, table)).map((name) => [name, given[name] ?? `o."${name}"`]);
    const join = table === "Episode" ? `o."id" = c."originalId"` : `o."episodeId" = c."originalId"`;
    await db.pool.query(
      `WITH c AS (SELECT * FROM ${copied})
       INSERT INTO "${table}" (${columns.map(([name]) => `"${name}"`).join(", ")})
       SELECT ${columns.map(([, value]) => value).join(", ")} FROM c JOIN "${table}" o ON ${join}`,
      values,
    );
  };
  await insert("Episode", {
    id: `c."id"`,
    sessionId: `c."sessionId"`,
    contentHash: "NULL",
    createdAt: `o."createdAt" - c."n" * interval '1 millisecond'`,
  });
  await insert("Topic", { episodeId: `c."id"` });
  await insert("EpisodeCamera", { episodeId: `c."id"` });
  await insert("Segment", { episodeId: `c."id"`, key: `c."key"`, bytes: `c."bytes"` });
  await db.pool.query("ANALYZE");
  await notify(db.pool, "episode", workspace.id);
}

async function columnsOf({ db }: Pick<House, "db">, table: string): Promise<string[]> {
  const { rows } = await db.pool.query<{ column_name: string }>(
    `SELECT column_name FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position`,
    [table],
  );
  return rows.map((row) => row.column_name);
}
