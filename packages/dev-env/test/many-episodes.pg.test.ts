import { createWorkspace, insertManyEpisodes, startTestDatabase } from "@retake/dev-env";
import { expect, test } from "vitest";

async function everything(seed: number, count: number): Promise<unknown> {
  await using database = await startTestDatabase();
  const { db } = database;
  const { id: workspaceId } = await createWorkspace(db, { id: "w", slug: "w", name: "W" });
  await insertManyEpisodes(db, { workspaceId, count, seed });
  const { rows } = await db.pool.query(
    `SELECT e."sessionId", e."task", e."outcome", e."totalReward", e."tags", e."umapX", i."textB", encode(i."motion", 'hex') AS "motion",
            encode(v."vector", 'hex') AS "vector", p."x", p."cluster", p."neighbours", d."slug",
            (SELECT count(*)::int FROM "Finding" f WHERE f."episodeId" = e."id") AS "findings"
     FROM "Episode" e JOIN "Dataset" d ON d."id" = e."datasetId" JOIN "EpisodeIndex" i ON i."episodeId" = e."id"
     JOIN "TextVector" v ON v."hash" = i."descriptionHash" JOIN "MapPoint" p ON p."episodeId" = e."id" AND p."kind" = 'text'
     WHERE e."publishedAt" IS NOT NULL AND i."search" @@ to_tsquery('english', 'robot') ORDER BY 1`,
  );
  return rows;
}

test("many episodes come whole, the same for the same seed and others for another", async () => {
  const [once, again, other] = await Promise.all([everything(1, 60), everything(1, 60), everything(2, 60)]);
  expect(once).toHaveLength(60);
  expect(again).toEqual(once);
  expect(other).not.toEqual(once);
});
