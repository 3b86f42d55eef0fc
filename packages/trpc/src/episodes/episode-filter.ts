import { readRange } from "@retake/ai/ranges";
import { readArea } from "../map/map-area.ts";
import type { EpisodeFilter, EpisodeSort } from "../schemas/episodes.ts";
import { rangeCondition } from "./range-condition.ts";
import type { SqlValues } from "./sql-values.ts";

export type FilterName = keyof EpisodeFilter;

/** More words than this add cost and no meaning. */
const WORDS_MAX = 16;

/** Labels that count: the team's, and no suggestions. */
export const SHOWN_LABEL = `a."layer" = 'main' and a."state" = 'accepted'`;

const RANGES = [
  ["duration", "duration", `e."durationS"`],
  ["reward", "reward", `e."totalReward"`],
  ["frames", "frames", `e."totalFrames"`],
  ["rating", "rating", `e."rating"`],
] as const;

/** One SQL condition for each filter that is set, over the tables of EPISODE_TABLES. */
export function filterConditions(filter: EpisodeFilter, sql: SqlValues): Map<FilterName, string> {
  const conditions = new Map<FilterName, string>();
  const equal = (name: FilterName, column: string, cast = ""): void => {
    const value = filter[name];
    if (value !== undefined) conditions.set(name, `${column} = ${sql.add(value)}${cast}`);
  };
  equal("source", `e."source"`, `::"EpisodeSource"`);
  equal("robot", `e."robotType"`);
  equal("status", `e."status"`, `::"EpisodeStatus"`);
  const words =
    filter.q
      ?.split(/\s+/u)
      .filter((word) => word !== "")
      .slice(0, WORDS_MAX) ?? [];
  if (words.length > 0) conditions.set("q", words.map((word) => matchWord(word, sql)).join(" and "));
  if (filter.dataset !== undefined) {
    const value = sql.add(filter.dataset);
    conditions.set(
      "dataset",
      inDataset((d) => `(${d}."slug" = ${value} or ${d}."name" = ${value})`),
    );
  }
  if (filter.task !== undefined) {
    const value = sql.add(filter.task);
    conditions.set("task", `(e."task" = ${value} or e."tasks" @> array[${value}]::text[])`);
  }
  if (filter.operator !== undefined)
    conditions.set("operator", `lower(e."operator") = lower(${sql.add(filter.operator)})`);
  for (const [name, measure, column] of RANGES) {
    const range = filter[name] === undefined ? null : readRange(measure, filter[name]);
    const within = range === null ? null : rangeCondition(column, range, sql);
    if (within !== null) conditions.set(name, within);
  }
  if (filter.outcome === "none") conditions.set("outcome", `e."outcome" is null`);
  else equal("outcome", `e."outcome"`, `::"Outcome"`);
  if (filter.label !== undefined) {
    const value = sql.add(filter.label);
    conditions.set(
      "label",
      `(e."tags" @> array[${value}]::text[] or e."id" in (select a."episodeId" from "Annotation" a where a."label" = ${value} and ${SHOWN_LABEL}))`,
    );
  }
  if (filter.labelled !== undefined)
    conditions.set("labelled", `e."annotationCount" ${filter.labelled === "no" ? "= 0" : "> 0"}`);
  if (filter.ids !== undefined)
    conditions.set("ids", `e."sessionId" = any(string_to_array(${sql.add(filter.ids)}, ','))`);
  const area = filter.area === undefined ? null : readArea(filter.area);
  if (area !== null) {
    const polygon = sql.add(`(${area.corners.map(([x, y]) => `(${x},${y})`).join()})`);
    conditions.set(
      "area",
      `exists (select 1 from "MapPoint" p where p."episodeId" = e."id" and p."kind" = ${sql.add(area.kind)}
        and p."workspaceId" = e."workspaceId" and point(p."x", p."y") <@ ${polygon}::polygon)`,
    );
  }
  if (filter.from !== undefined) conditions.set("from", `e."createdAt" >= ${instant(filter.from, sql)}`);
  if (filter.to !== undefined) conditions.set("to", `e."createdAt" <= ${instant(filter.to, sql)}`);
  return conditions;
}

/** Whether the episode is in a dataset that a condition over the table `d` names: imported with it, or picked for it. `$1` is the workspace. */
export function inDataset(named: (d: string) => string): string {
  return `e."id" in (select m."id" from "Dataset" k join "Episode" m on m."datasetId" = k."id" where k."workspaceId" = $1 and ${named("k")}
    union all select i."episodeId" from "Dataset" k join "DatasetPick" i on i."datasetId" = k."id" where k."workspaceId" = $1 and ${named("k")})`;
}

/** All of them, as text to append to a `where` that has begun. */
export function andConditions(conditions: Map<FilterName, string>, except?: FilterName): string {
  let text = "";
  for (const [name, condition] of conditions) if (name !== except) text += ` and ${condition}`;
  return text;
}

function matchWord(word: string, sql: SqlValues): string {
  const pattern = sql.add(`%${word.replaceAll(/[\\%_]/g, (c) => `\\${c}`)}%`);
  const columns = [`e."task"`, `d."name"`, `e."robotType"`, `e."sessionId"`].map(
    (c) => `${c} ilike ${pattern}`,
  );
  const labels = `select a."episodeId" from "Annotation" a where a."label" ilike ${pattern} and ${SHOWN_LABEL}`;
  return `(${columns.join(" or ")} or exists (select 1 from unnest(e."tags") tag where tag ilike ${pattern}) or e."id" in (${labels}))`;
}

function instant(value: string, sql: SqlValues): string {
  return `(${sql.add(value)}::timestamptz at time zone 'UTC')`;
}

/** Every order ends in the public name, so that pages never overlap. */
export const EPISODE_ORDER: Record<EpisodeSort, string> = {
  newest: `e."createdAt" desc, e."sessionId"`,
  oldest: `e."createdAt", e."sessionId"`,
  name: `e."sessionId"`,
  duration: `e."durationS", e."sessionId"`,
  "-duration": `e."durationS" desc, e."sessionId"`,
  reward: `e."totalReward" asc nulls last, e."sessionId"`,
  "-reward": `e."totalReward" desc nulls last, e."sessionId"`,
  frames: `e."totalFrames", e."sessionId"`,
  "-frames": `e."totalFrames" desc, e."sessionId"`,
  index: `e."episodeIndex" asc nulls last, e."sessionId"`,
  "-index": `e."episodeIndex" desc nulls last, e."sessionId"`,
};
