import type { Db } from "@retake/db";
import type { Stage } from "../types.ts";

/** People see a bar move; more often would only cost. */
const WRITE_EVERY_MS = 500;

/** The workspace's row of progress. It is not touched until there is something to tell. */
export interface RunRow {
  tell(stage: Stage, done: number, total: number): Promise<void>;
  /** @param problem what went wrong, in words; null: nothing, and what went wrong before is over */
  end(problem: string | null): Promise<void>;
}

export function createRunRow(
  { pool }: Db,
  workspaceId: string,
  now = (): number => performance.now(),
): RunRow {
  let [begun, writtenAt, last] = [false, -Infinity, ""];
  const write = async (stage: Stage, done: number, total: number): Promise<void> => {
    await pool.query(
      `with told as (
         insert into "IndexRun" as r ("workspaceId", "state", "stage", "done", "total", "startedAt", "updatedAt") values ($1, 'running', $2, $3, $4, now(), now())
         on conflict ("workspaceId") do update set "state" = 'running', "stage" = $2, "done" = $3, "total" = $4, "updatedAt" = now(),
           "startedAt" = case when $5 then now() else r."startedAt" end, "finishedAt" = null returning 1)
       select pg_notify('index', $1) from told`,
      [workspaceId, stage, done, total, !begun],
    );
    begun = true;
  };
  return {
    async tell(stage, done, total) {
      const isEdge = stage !== last || done >= total;
      if (!isEdge && now() - writtenAt < WRITE_EVERY_MS) return;
      [last, writtenAt] = [stage, now()];
      await write(stage, done, total);
    },
    async end(problem) {
      await pool.query(
        `with ended as (
           insert into "IndexRun" as r ("workspaceId", "state", "problem", "finishedAt", "updatedAt") values ($1, $2, $3, now(), now())
           on conflict ("workspaceId") do update set "state" = $2, "problem" = $3, "finishedAt" = now(), "updatedAt" = now()
             where $4 or r."state" <> $2 or r."problem" is distinct from $3 returning 1)
         select pg_notify('index', $1) from ended`,
        [workspaceId, problem === null ? "idle" : "failed", problem, begun],
      );
    },
  };
}
