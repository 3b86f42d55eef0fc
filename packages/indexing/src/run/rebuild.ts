import type { Db } from "@retake/db";

/** What somebody asked for: everything is stale then, and made again by the stages as if it had changed. Vectors of texts stay, as they follow from the texts alone. */
export async function beginRebuild({ pool }: Db, workspaceId: string): Promise<boolean> {
  const { rows } = await pool.query<{ asked: boolean }>(
    `with asked as (update "IndexRun" set "rebuildAskedAt" = null where "workspaceId" = $1 and "rebuildAskedAt" is not null returning 1),
       stale as (update "EpisodeIndex" set "basis" = '', "problems" = '{}' where "workspaceId" = $1 and exists (select 1 from asked)),
       spaces as (update "MotionSpace" set "fittedCount" = 0 where "workspaceId" = $1 and exists (select 1 from asked)),
       maps as (update "MapLayout" set "fittedCount" = 0 where "workspaceId" = $1 and exists (select 1 from asked))
     select exists (select 1 from asked) as "asked"`,
    [workspaceId],
  );
  return rows[0]?.asked === true;
}
