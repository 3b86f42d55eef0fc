import { notify } from "@retake/db/notify";
import { recordActivity } from "../activity/record-activity.ts";
import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";

/** Takes assignments back. Labels that were made stay where they are. @returns how many there were */
export async function removeAssignments(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  { userId }: Pick<UserActor, "userId">,
  ids: readonly string[],
): Promise<number> {
  const client = await db.pool.connect();
  try {
    await client.query("begin");
    const { rowCount } = await client.query(
      `delete from "Assignment" where "workspaceId" = $1 and "id" = any($2::text[])`,
      [workspace.id, ids],
    );
    const count = rowCount ?? 0;
    if (count > 0) {
      await recordActivity(client, workspace.id, {
        userId,
        episodeId: null,
        kind: "assignment.removed",
        data: { count },
      });
      await notify(client, "assignment", workspace.id);
    }
    await client.query("commit");
    return count;
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}
