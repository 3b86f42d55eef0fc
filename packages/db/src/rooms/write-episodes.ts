import type { PoolClient } from "pg";
import type { Part } from "./types.ts";
import { storableJson } from "./write-updates.ts";

/** A column changes where its key is present, also to null. */
const PUT = `update "Episode" e set
    "outcome" = case when x."change" ? 'outcome' then (x."change"->>'outcome')::"Outcome" else e."outcome" end,
    "rating" = case when x."change" ? 'rating' then (x."change"->>'rating')::int else e."rating" end,
    "notes" = case when x."change" ? 'notes' then nullif(x."change"->>'notes', '') else e."notes" end,
    "tags" = case when x."change" ? 'tags' then array(select jsonb_array_elements_text(x."change"->'tags')) else e."tags" end,
    "annotationCount" = coalesce((x."change"->>'annotationCount')::int, e."annotationCount"),
    "openThreadCount" = coalesce((x."change"->>'openThreadCount')::int, e."openThreadCount"),
    "updatedAt" = now()
  from jsonb_to_recordset($1) as x("id" text, "change" jsonb) where e."id" = x."id"`;

/** What the episodes' own rows say of their labels. */
export async function writeEpisodes(client: PoolClient, parts: readonly Part[]): Promise<void> {
  const rows = parts
    .filter(({ ref, append }) => ref.layer === "main" && Object.keys(append.rows.episode).length > 0)
    .map(({ ref, append }) => ({ id: ref.episodeId, change: append.rows.episode }));
  if (rows.length > 0) await client.query({ name: "episodes-put", text: PUT, values: [storableJson(rows)] });
}
