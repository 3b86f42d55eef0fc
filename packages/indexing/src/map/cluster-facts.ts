import type { Db } from "@retake/db";

const LABELS_MAX = 6;

/** Short texts by which a cluster may be named, one list per episode: task, robot, outcome, dataset, labels. */
export async function loadClusterFacts({ pool }: Db, ids: readonly string[]): Promise<string[][]> {
  const { rows } = await pool.query<{ id: string; facts: (string | null)[] }>(
    `select e."id", array[e."task", e."robotType", e."outcome"::text, d."name"] || array(select distinct a."label" from "Annotation" a
       where a."episodeId" = e."id" and a."layer" = 'main' and a."state" = 'accepted' order by 1 limit ${LABELS_MAX}) as "facts"
     from "Episode" e left join "Dataset" d on d."id" = e."datasetId" where e."id" = any($1)`,
    [ids],
  );
  const found = new Map(rows.map(({ id, facts }) => [id, facts.flatMap((fact) => fact ?? [])]));
  return ids.map((id) => found.get(id) ?? []);
}
