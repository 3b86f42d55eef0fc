import type { EpisodeFacts } from "@retake/ai/facts";
import type { Db } from "@retake/db";
import { behaviourFacts } from "./behaviour-facts.ts";

const LABELS_MAX = 6;
/** Facts of motion are some kilobytes an episode. */
const PAGE = 1_000;
/** Of fewer episodes, or of such that are all as long, it says nothing to be among the longest. */
const QUARTILES_OF_MIN = 8;
const LENGTH_RATIO_MIN = 1.2;

/**
 * Short texts by which a cluster may be named, one list per episode: task, robot, outcome, dataset, labels, what the robot did, and whether its length
 * and reward are in the upper or lower quarter of its dataset.
 */
export async function loadClusterFacts(db: Db, ids: readonly string[]): Promise<string[][]> {
  const { rows } = await db.pool.query<{ id: string; facts: (string | null)[]; sizes: (string | null)[] }>(
    `with quarter as (
       select o."datasetId", percentile_cont(array[0.25, 0.5, 0.75]) within group (order by o."durationS") as "length",
         percentile_cont(array[0.25, 0.75]) within group (order by o."totalReward") as "reward"
       from "Episode" o where o."id" = any($1) group by 1 having count(*) >= ${QUARTILES_OF_MIN})
     select e."id", array[rtrim(e."task", ' .'), e."robotType", e."outcome"::text, d."name"] || array(select distinct a."label" from "Annotation" a
         where a."episodeId" = e."id" and a."layer" = 'main' and a."state" = 'accepted' order by 1 limit ${LABELS_MAX}) as "facts",
       array[case when e."durationS" > greatest(q."length"[3], ${LENGTH_RATIO_MIN} * q."length"[2]) then 'long'
           when e."durationS" < least(q."length"[1], q."length"[2] / ${LENGTH_RATIO_MIN}) then 'short' end,
         case when e."totalReward" > q."reward"[2] then 'high reward' when e."totalReward" < q."reward"[1] then 'low reward' end] as "sizes"
     from "Episode" e left join "Dataset" d on d."id" = e."datasetId" left join quarter q on q."datasetId" is not distinct from e."datasetId"
     where e."id" = any($1)`,
    [ids],
  );
  const behaviours = await loadBehaviours(db, ids);
  const found = new Map(
    rows.map(({ id, facts, sizes }) => {
      const all = [...facts, ...(behaviours.get(id) ?? []), ...sizes];
      return [id, all.filter((fact) => fact !== null)];
    }),
  );
  return ids.map((id) => found.get(id) ?? []);
}

async function loadBehaviours({ pool }: Db, ids: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (let from = 0; from < ids.length; from += PAGE) {
    const { rows } = await pool.query<{ id: string } & Partial<Pick<EpisodeFacts, "motion" | "findings">>>(
      `select i."episodeId" as "id", i."facts"->'motion' as "motion", i."facts"->'findings' as "findings" from "EpisodeIndex" i where i."episodeId" = any($1)`,
      [ids.slice(from, from + PAGE)],
    );
    for (const { id, motion, findings } of rows)
      found.set(id, behaviourFacts({ motion: motion ?? null, findings: findings ?? [] }));
  }
  return found;
}
