import { notify } from "@retake/db/notify";
import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";

/** Marks mentions of a person as read, all of the workspace's or those in some comments; their other pages hear of it. */
export async function readMentions(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  { userId }: Pick<UserActor, "userId">,
  comments: readonly { sessionId: string; commentId: string }[] | undefined,
): Promise<void> {
  const some = `and (e."sessionId", m."commentId") in (select * from unnest($3::text[], $4::text[]))`;
  const named =
    comments === undefined
      ? []
      : [comments.map((one) => one.sessionId), comments.map((one) => one.commentId)];
  const { rowCount } = await db.pool.query(
    `update "Mention" m set "readAt" = now() from "Episode" e where e."id" = m."episodeId" and e."workspaceId" = $1
       and m."userId" = $2 and m."readAt" is null ${comments === undefined ? "" : some}`,
    [workspace.id, userId, ...named],
  );
  if ((rowCount ?? 0) > 0) await notify(db.pool, "activity", workspace.id);
}
