import type { z } from "zod";
import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { person } from "../presenters/person.ts";
import type { InboxNews, inboxListOutput, MentionView } from "../schemas/activity.ts";

const MENTIONS = `"Mention" m join "Episode" e on e."id" = m."episodeId" and e."workspaceId" = $1 and e."publishedAt" is not null
  join "Comment" c on c."episodeId" = m."episodeId" and c."id" = m."commentId"`;
/** Nobody calls themselves. */
const MINE = `m."userId" = $2 and c."authorId" is distinct from $2`;

interface MentionRow extends Omit<MentionView, "by" | "at" | "isRead"> {
  authorId: string | null;
  name: string | null;
  email: string | null;
  createdAt: Date;
  readAt: Date | null;
}

/** Where others named a person, newest first. */
export async function listMentions(
  services: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  actor: Pick<UserActor, "userId">,
  limit: number,
): Promise<z.infer<typeof inboxListOutput>> {
  const [{ unread }, { rows }] = await Promise.all([
    countMentions(services, workspace, actor),
    services.db.pool.query<MentionRow>(
      `select m."commentId", c."threadId", c."authorId", u."name", u."email", c."text", m."createdAt", m."readAt", t."resolved" as "isResolved",
         e."sessionId", e."episodeIndex", t."time"
       from ${MENTIONS} join "CommentThread" t on t."episodeId" = c."episodeId" and t."id" = c."threadId"
       left join "User" u on u."id" = c."authorId" where ${MINE} order by m."createdAt" desc, m."commentId" limit $3`,
      [workspace.id, actor.userId, limit],
    ),
  ]);
  const mentions = rows.map(({ authorId, name, email, createdAt, readAt, ...row }) => ({
    ...row,
    by: person(authorId, name, email),
    at: createdAt.toISOString(),
    isRead: readAt !== null,
  }));
  return { unread, mentions };
}

/** How many are new, and when the newest came. */
export async function countMentions(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  { userId }: Pick<UserActor, "userId">,
): Promise<InboxNews> {
  const { rows } = await db.pool.query<{ unread: number; newest: Date | null }>(
    `select count(*) filter (where m."readAt" is null)::int as "unread", max(m."createdAt") as "newest" from ${MENTIONS} where ${MINE}`,
    [workspace.id, userId],
  );
  return { unread: rows[0]?.unread ?? 0, newestAt: rows[0]?.newest?.toISOString() ?? null };
}
