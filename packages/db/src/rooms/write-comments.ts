import type { PoolClient } from "pg";
import type { Part } from "./types.ts";
import { storableJson } from "./write-updates.ts";

const COMMENTS_GONE = `delete from "Comment" c using jsonb_to_recordset($1) as x("episodeId" text, "id" text) where c."episodeId" = x."episodeId" and c."id" = x."id"`;

const THREADS_GONE = `delete from "CommentThread" c using jsonb_to_recordset($1) as x("episodeId" text, "id" text) where c."episodeId" = x."episodeId" and c."id" = x."id"`;

const THREADS_PUT = `insert into "CommentThread" ("episodeId", "id", "time", "annotationId", "resolved", "createdAt")
  select x."episodeId", x."id", x."time", x."annotationId", x."resolved", to_timestamp(x."at" / 1000.0)
  from jsonb_to_recordset($1) as x("episodeId" text, "id" text, "time" float8, "annotationId" text, "resolved" boolean, "at" float8)
  on conflict ("episodeId", "id") do update set "time" = excluded."time", "annotationId" = excluded."annotationId", "resolved" = excluded."resolved"`;

const COMMENTS_PUT = `insert into "Comment" ("episodeId", "threadId", "id", "authorId", "text", "createdAt")
  select x."episodeId", x."threadId", x."id", x."authorId", x."text", to_timestamp(x."at" / 1000.0)
  from jsonb_to_recordset($1) as x("episodeId" text, "threadId" text, "id" text, "authorId" text, "text" text, "at" float8)
  on conflict ("episodeId", "id") do update set "threadId" = excluded."threadId", "text" = excluded."text", "authorId" = excluded."authorId"`;

const MENTIONS_GONE = `delete from "Mention" m using jsonb_to_recordset($1) as x("episodeId" text, "id" text, "mentions" text[])
  where m."episodeId" = x."episodeId" and m."commentId" = x."id" and m."userId" <> all(x."mentions")`;

/** Members only: nobody is told of what they may not see. */
const MENTIONS_PUT = `insert into "Mention" ("episodeId", "commentId", "userId")
  select x."episodeId", x."id", m."userId"
  from jsonb_to_recordset($1) as x("episodeId" text, "workspaceId" text, "id" text, "mentions" text[])
  join "Membership" m on m."workspaceId" = x."workspaceId" and m."userId" = any(x."mentions")
  on conflict do nothing`;

/** Threads, comments and mentions: of the team's layer, no other has any. */
export async function writeComments(client: PoolClient, parts: readonly Part[]): Promise<void> {
  const main = parts.filter(({ ref }) => ref.layer === "main");
  const of = <T>(pick: (part: Part) => readonly T[]): (T & { episodeId: string; workspaceId: string })[] =>
    main.flatMap((part) => {
      const { episodeId } = part.ref;
      const { workspaceId } = part.facts;
      return pick(part).map((one) => ({ ...one, episodeId, workspaceId }));
    });
  const run = async (name: string, text: string, rows: readonly object[]): Promise<void> => {
    if (rows.length > 0) await client.query({ name, text, values: [storableJson(rows)] });
  };
  const comments = of(({ append }) => append.rows.comments.put);
  await run(
    "comments-gone",
    COMMENTS_GONE,
    of(({ append }) => append.rows.comments.gone.map((id) => ({ id }))),
  );
  await run(
    "threads-gone",
    THREADS_GONE,
    of(({ append }) => append.rows.threads.gone.map((id) => ({ id }))),
  );
  await run(
    "threads-put",
    THREADS_PUT,
    of(({ append }) => append.rows.threads.put),
  );
  await run("comments-put", COMMENTS_PUT, comments);
  await run("mentions-gone", MENTIONS_GONE, comments);
  await run(
    "mentions-put",
    MENTIONS_PUT,
    comments.filter(({ mentions }) => mentions.length > 0),
  );
}
