import { storableJson } from "../work/storable-json.ts";
import type { Db } from "@retake/db";
import { bytesOf } from "../texts/vector-bytes.ts";
import type { IndexRow } from "./index-row.ts";

/** Above this many, whoever watches is told of the workspace instead of each episode. */
const NAMED_MAX = 20;

const RECORD = `jsonb_to_recordset($2::jsonb) as r("episodeId" text, "basis" text, "facts" jsonb, "factualSummary" text, "summary" text, "textA" text,
  "textB" text, "textC" text, "taskHash" text, "peopleHash" text, "descriptionHash" text, "isRead" boolean, "motionSpace" text, "motionVersion" int,
  "motionHex" text, "findings" jsonb, "problems" jsonb)`;

/** One transaction for a page. An episode that was deleted meanwhile is passed over; one whose words changed is placed anew on the map of texts. */
export async function saveRows({ pool }: Db, workspaceId: string, rows: readonly IndexRow[]): Promise<void> {
  if (rows.length === 0) return;
  const client = await pool.connect();
  try {
    await client.query("begin");
    const values = [workspaceId, storableJson(rows.map(record))];
    await client.query(LIFT_POINTS, values);
    await client.query(UPSERT, values);
    await client.query(DROP_FINDINGS, values);
    await client.query(INSERT_FINDINGS, values);
    const summaries = await client.query<{ sessionId: string }>(SUMMARIES, values);
    await client.query(ANNOUNCE, [workspaceId, rows.map(({ episodeId }) => episodeId), NAMED_MAX, "index"]);
    const changed = summaries.rows.map(({ sessionId }) => sessionId);
    await client.query(ANNOUNCE_NAMED, [workspaceId, changed, NAMED_MAX, "episode"]);
    await client.query("commit");
  } catch (thrown) {
    await client.query("rollback").catch(() => undefined);
    throw thrown;
  } finally {
    client.release();
  }
}

function record({ motion, ...row }: IndexRow): Record<string, unknown> {
  return { ...row, motionHex: motion === null ? null : bytesOf(motion).toString("hex") };
}

/** A point whose vector is another now is put among its new neighbours. */
const LIFT_POINTS = `delete from "MapPoint" p using ${RECORD}, "EpisodeIndex" i
  where i."episodeId" = r."episodeId" and p."episodeId" = r."episodeId" and i."workspaceId" = $1 and (p."kind" = 'motion' and r."isRead" and decode(r."motionHex", 'hex') is distinct from i."motion"
    or p."kind" = 'text' and (coalesce(encode(i."taskHash", 'hex'), ''), coalesce(encode(i."peopleHash", 'hex'), ''), coalesce(encode(i."descriptionHash", 'hex'), ''))
      <> (coalesce(r."taskHash", ''), coalesce(r."peopleHash", ''), coalesce(r."descriptionHash", '')))`;

const UPSERT = `insert into "EpisodeIndex" as i ("episodeId", "workspaceId", "basis", "facts", "factualSummary", "textA", "textB", "textC", "taskHash", "peopleHash",
    "descriptionHash", "motionSpace", "motionVersion", "motion", "problems", "indexedAt")
  select r."episodeId", $1, r."basis", r."facts", r."factualSummary", r."textA", r."textB", r."textC", decode(r."taskHash", 'hex'), decode(r."peopleHash", 'hex'),
    decode(r."descriptionHash", 'hex'), r."motionSpace", r."motionVersion", decode(r."motionHex", 'hex'), r."problems", now()
  from ${RECORD} join "Episode" e on e."id" = r."episodeId" and e."workspaceId" = $1
  on conflict ("episodeId") do update set "basis" = excluded."basis", "facts" = excluded."facts", "factualSummary" = excluded."factualSummary",
    "textA" = excluded."textA", "textB" = excluded."textB", "textC" = excluded."textC", "taskHash" = excluded."taskHash", "peopleHash" = excluded."peopleHash",
    "descriptionHash" = excluded."descriptionHash", "motionSpace" = excluded."motionSpace", "motionVersion" = excluded."motionVersion",
    "motion" = case when split_part(i."basis", ';', 1) = split_part(excluded."basis", ';', 1) and excluded."motion" is null
      and i."motionSpace" is not distinct from excluded."motionSpace" and i."motionVersion" is not distinct from excluded."motionVersion"
      then i."motion" else excluded."motion" end,
    "problems" = excluded."problems", "indexedAt" = excluded."indexedAt"`;

const DROP_FINDINGS = `delete from "Finding" f using ${RECORD} where r."isRead" and f."episodeId" = r."episodeId" and $1::text is not null`;

const INSERT_FINDINGS = `insert into "Finding" ("episodeId", "position", "kind", "start", "end", "text")
  select i."episodeId", (f."n" - 1)::int, f."one"->>'kind', (f."one"->>'start')::float8, (f."one"->>'end')::float8, f."one"->>'text'
  from ${RECORD} join "EpisodeIndex" i on i."episodeId" = r."episodeId" and i."workspaceId" = $1, jsonb_array_elements(r."findings") with ordinality as f("one", "n")
  where r."isRead"`;

const SUMMARIES = `update "Episode" e set "summary" = r."summary" from ${RECORD}
  where e."id" = r."episodeId" and e."workspaceId" = $1 and e."summary" is distinct from r."summary" returning e."sessionId"`;

const ANNOUNCE = `select case when cardinality($2::text[]) > $3 then pg_notify($4, $1)::text
  else (select max(pg_notify($4, $1 || '/' || e."sessionId")::text) from "Episode" e where e."id" = any($2)) end`;

const ANNOUNCE_NAMED = `select case when cardinality($2::text[]) > $3 then pg_notify($4, $1)::text
  else (select max(pg_notify($4, $1 || '/' || "name")::text) from unnest($2::text[]) "name") end`;
