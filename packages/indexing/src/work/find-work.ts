import type { Db } from "@retake/db";
import { INDEXABLE, SAID_HASH, TELEMETRY_HASH } from "./basis-sql.ts";

export interface WorkItem {
  id: string;
  /** Its telemetry has to be read. */
  telemetry: boolean;
}

/** Episodes by their ids or public names. */
export interface Named {
  ids: readonly string[];
  sessionIds: readonly string[];
}

const DIFFERENT = `split_part(coalesce(i."basis", ''), ';', 1) <> 't:' || ${TELEMETRY_HASH}`;
const SAID_DIFFERENT = `split_part(coalesce(i."basis", ''), ';', 2) <> 'm:' || ${SAID_HASH}`;

/** Episodes whose index no longer fits them, the newest first. @param named only these; null: all of the workspace */
export async function findWork({ pool }: Db, workspaceId: string, named: Named | null): Promise<WorkItem[]> {
  const { rows } = await pool.query<WorkItem>(
    `select * from (
       select e."id", ${DIFFERENT} as "telemetry", ${SAID_DIFFERENT} as "said", e."createdAt"
       from "Episode" e left join "EpisodeIndex" i on i."episodeId" = e."id"
       where e."workspaceId" = $1 and ${INDEXABLE} and ($2::text[] is null or e."id" = any($2) or e."sessionId" = any($3))) w
     where w."telemetry" or w."said" order by w."createdAt" desc, w."id"`,
    [workspaceId, named?.ids ?? null, named?.sessionIds ?? []],
  );
  return rows;
}
