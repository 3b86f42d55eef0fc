import type { PoolClient } from "pg";
import type { Part } from "./types.ts";
import { storableJson } from "./write-updates.ts";

const PUT = `insert into "Annotation" ("episodeId", "layer", "id", "lane", "label", "start", "end", "note", "authorId", "origin", "state", "createdAt", "updatedAt")
  select x."episodeId", x."layer", x."id", x."lane", x."label", x."start", x."end", nullif(x."note", ''), x."authorId", x."origin", x."state",
    to_timestamp(x."at" / 1000.0), now()
  from jsonb_to_recordset($1) as x("episodeId" text, "layer" text, "id" text, "lane" text, "label" text, "start" float8, "end" float8, "note" text,
    "authorId" text, "origin" text, "state" text, "at" float8)
  on conflict ("episodeId", "layer", "id") do update set "lane" = excluded."lane", "label" = excluded."label", "start" = excluded."start", "end" = excluded."end",
    "note" = excluded."note", "authorId" = excluded."authorId", "origin" = excluded."origin", "state" = excluded."state",
    "createdAt" = excluded."createdAt", "updatedAt" = excluded."updatedAt"`;

const GONE = `delete from "Annotation" a using jsonb_to_recordset($1) as x("episodeId" text, "layer" text, "id" text)
  where a."episodeId" = x."episodeId" and a."layer" = x."layer" and a."id" = x."id"`;

/** Segments and instants of every layer. */
export async function writeLabels(client: PoolClient, parts: readonly Part[]): Promise<void> {
  const place = ({ ref: { episodeId, layer } }: Part): { episodeId: string; layer: string } => ({
    episodeId,
    layer,
  });
  const gone = parts.flatMap((part) =>
    part.append.rows.annotations.gone.map((id) => ({ ...place(part), id })),
  );
  const put = parts.flatMap((part) =>
    part.append.rows.annotations.put.map((row) => ({ ...place(part), ...row })),
  );
  if (gone.length > 0) await client.query({ name: "labels-gone", text: GONE, values: [storableJson(gone)] });
  if (put.length > 0) await client.query({ name: "labels-put", text: PUT, values: [storableJson(put)] });
}
