import type { EpisodeMeta } from "@retake/ai/types";
import type { Db } from "@retake/db";
import type { SegmentRef } from "@retake/telemetry/types";
import { COMMENTS, LABELS, MARKS, SAID_HASH, TELEMETRY_HASH } from "./basis-sql.ts";

export interface SignalTopic {
  name: string;
  dims: number;
  names: string[];
  units: string[];
}

/** An episode as its rows have it, with the hashes of exactly what was read. */
export interface LoadedEpisode {
  id: string;
  meta: EpisodeMeta;
  signals: SignalTopic[];
  segments: SegmentRef[];
  telemetryHash: string;
  saidHash: string;
}

/** Wider topics are pictures and maps of touch, which no rule looks at. */
const DIMS_MAX = 512;

const SIGNALS = `(select coalesce(jsonb_agg(jsonb_build_object('name', t."name", 'shape', t."shape", 'names', t."featureNames", 'units', t."units")
    order by t."position", t."name"), '[]') from "Topic" t where t."episodeId" = e."id" and t."kind" = 'signal' and t."dataType" <> 'string')`;

const SEGMENTS = `(select coalesce(jsonb_agg(jsonb_build_object('key', s."key", 'bytes', s."bytes", 'firstTime', s."firstTime", 'lastTime', s."lastTime")
    order by s."part"), '[]') from "Segment" s where s."episodeId" = e."id")`;

type Row = Omit<EpisodeMeta, "labels" | "comments" | "marks"> & {
  id: string;
  labels: EpisodeMeta["labels"] | null;
  comments: EpisodeMeta["comments"] | null;
  marks: EpisodeMeta["marks"] | null;
  signals: { name: string; shape: number[]; names: string[]; units: string[] }[];
  segments: SegmentRef[];
  telemetryHash: string;
  saidHash: string;
};

/** All in one statement, and so at one instant. Those that are gone are left out. */
export async function loadEpisodes(
  { pool }: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<LoadedEpisode[]> {
  const names = await classNames(pool, workspaceId);
  const { rows } = await pool.query<Row>(
    `select e."id", e."sessionId", e."source"::text, d."name" as "datasetName", e."episodeIndex", e."task", e."tasks", e."robotType", e."operator", e."fps",
       e."durationS", e."totalFrames", e."outcome"::text, e."totalReward", e."tags", e."rating", e."notes", e."warnings",
       array(select c."topic" from "EpisodeCamera" c where c."episodeId" = e."id" and c."storage" <> 'missing' order by c."position", c."topic") as "cameras",
       ${LABELS} as "labels", ${COMMENTS} as "comments", ${MARKS} as "marks", ${SIGNALS} as "signals", ${SEGMENTS} as "segments",
       ${TELEMETRY_HASH} as "telemetryHash", ${SAID_HASH} as "saidHash"
     from "Episode" e left join "Dataset" d on d."id" = e."datasetId" where e."workspaceId" = $1 and e."id" = any($2)`,
    [workspaceId, ids],
  );
  const order = new Map(ids.map((id, place) => [id, place]));
  return rows
    .map((row) => present(row, names))
    .toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
}

function present(row: Row, names: ReadonlyMap<string, string>): LoadedEpisode {
  const { id, signals, segments, telemetryHash, saidHash, ...meta } = row;
  const labels = (meta.labels ?? []).map((one) => ({ ...one, label: names.get(one.label) ?? one.label }));
  return {
    id,
    meta: { ...meta, labels, comments: meta.comments ?? [], marks: meta.marks ?? [] },
    signals: signals
      .map(({ shape, ...topic }) => ({ ...topic, dims: shape.reduce((product, side) => product * side, 1) }))
      .filter(({ dims }) => dims > 0 && dims <= DIMS_MAX),
    segments,
    telemetryHash,
    saidHash,
  };
}

/** What the workspace calls its label classes now. */
async function classNames(pool: Db["pool"], workspaceId: string): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ id: string; name: string }>(
    `select c->>'id' as "id", c->>'name' as "name"
     from (select "content" from "LabelSchema" where "workspaceId" = $1 order by "version" desc limit 1) l,
       jsonb_path_query(l."content", 'lax $.classes[*]') c where c->>'name' is not null`,
    [workspaceId],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
