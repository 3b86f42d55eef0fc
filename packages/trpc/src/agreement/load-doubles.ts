import type { LabelledSpan } from "@retake/collab/agreement";
import type { WorkspaceAccess } from "../actor.ts";
import { VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { Services } from "../context.ts";
import { GOLD_LAYER } from "../policies/layers.ts";

/** An episode that more than one has labelled, each for themselves. */
export interface DoubleEpisode {
  id: string;
  sessionId: string;
  episodeIndex: number | null;
  datasetName: string | null;
  fps: number;
  durationS: number;
  /** People who are done with it, by their ids. */
  raters: { userId: string; name: string; layer: string }[];
  hasGold: boolean;
  total: number;
}

/** Newest first; what lies beyond is counted and not compared. */
export const COMPARED_MAX = 2_000;

const RATED = `a."layer" like 'blind:%' and a."state" in ('labelled', 'in_review', 'accepted')`;

/** Episodes with two blind layers that are done, or one beside a reference. */
export async function loadDoubles(
  { db }: Pick<Services, "db">,
  workspace: Pick<WorkspaceAccess, "id">,
): Promise<DoubleEpisode[]> {
  const { rows } = await db.pool.query<DoubleEpisode>(
    `select e."id", e."sessionId", e."episodeIndex", d."name" as "datasetName", e."fps", e."durationS", bool_or(a."gold") as "hasGold",
       json_agg(json_build_object('userId', a."assigneeId", 'name', coalesce(u."name", u."email", 'Somebody'), 'layer', a."layer")
         order by a."assigneeId") as "raters", (count(*) over ())::int as "total"
     from "Assignment" a join "Episode" e on e."id" = a."episodeId" left join "Dataset" d on d."id" = e."datasetId"
     left join "User" u on u."id" = a."assigneeId"
     where a."workspaceId" = $1 and ${VISIBLE_EPISODE} and ${RATED}
     group by e."id", d."name" having count(*) > 1 or bool_or(a."gold")
     order by max(a."updatedAt") desc, e."id" limit ${COMPARED_MAX}`,
    [workspace.id],
  );
  return rows;
}

/** Segments of a lane, by `<episode id> <layer>`. */
export async function loadLayers(
  { db }: Pick<Services, "db">,
  episodeIds: readonly string[],
  lane: string,
): Promise<Map<string, LabelledSpan[]>> {
  const { rows } = await db.pool.query<LabelledSpan & { episodeId: string; layer: string }>(
    `select "episodeId", "layer", "label", "start", "end" from "Annotation"
     where "episodeId" = any($1) and ("layer" like 'blind:%' or "layer" = '${GOLD_LAYER}') and "lane" = $2 and "state" = 'accepted' and "end" is not null
     order by "episodeId", "layer", "start", "id"`,
    [episodeIds, lane],
  );
  const layers = new Map<string, LabelledSpan[]>();
  for (const { episodeId, layer, label, start, end } of rows) {
    const key = `${episodeId} ${layer}`;
    const spans = layers.get(key);
    if (spans === undefined) layers.set(key, [{ label, start, end }]);
    else spans.push({ label, start, end });
  }
  return layers;
}
