import { AppError, notFound } from "@retake/core/errors";
import { notify } from "@retake/db/notify";
import { recordActivity } from "../activity/record-activity.ts";
import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import type { AssignmentState } from "../schemas/assignments.ts";

/** One step of an assignment's way. */
export type Move = "done" | "reopen" | "take" | "release" | "accept" | "return" | "reconsider";

interface Step {
  to: AssignmentState;
  /** From where it goes. `a` is the assignment, `$2` who moves it. */
  from: string;
  /** Who may be the mover, beyond the policy. */
  by: "assignee" | "anyone";
  reviewer: "self" | "none";
}

const MY_REVIEW = `(a."state" = 'labelled' or (a."state" = 'in_review' and a."reviewerId" = $2))`;

/** to do → labelled → in review → accepted, or returned and from there labelled again; what is accepted can be reviewed once more. */
const STEPS: Record<Move, Step> = {
  done: { to: "labelled", from: `a."state" in ('todo', 'returned')`, by: "assignee", reviewer: "none" },
  reopen: { to: "todo", from: `a."state" = 'labelled'`, by: "assignee", reviewer: "none" },
  take: { to: "in_review", from: `a."state" = 'labelled'`, by: "anyone", reviewer: "self" },
  /** Anybody's, so that nothing waits for a reviewer who is away. */
  release: { to: "labelled", from: `a."state" = 'in_review'`, by: "anyone", reviewer: "none" },
  accept: { to: "accepted", from: MY_REVIEW, by: "anyone", reviewer: "self" },
  return: { to: "returned", from: MY_REVIEW, by: "anyone", reviewer: "self" },
  /** A step of its own, so that a return that comes an instant after an acceptance does not undo it unseen. */
  reconsider: { to: "in_review", from: `a."state" = 'accepted'`, by: "anyone", reviewer: "self" },
};

/**
 * Takes one step by one conditional update, so that of two who press at once one wins and the other hears who.
 * @param reason of a return
 * @throws AppError `not_found` for what is not there, or not the caller's to finish; `conflict` when it stands elsewhere by now
 */
export async function moveAssignment(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  { userId }: Pick<UserActor, "userId">,
  { id, move, reason = null }: { id: string; move: Move; reason?: string | null },
): Promise<{ id: string; state: AssignmentState }> {
  const { to, from, by, reviewer } = STEPS[move];
  const client = await db.pool.connect();
  try {
    await client.query("begin");
    const { rows } = await client.query<{ episodeId: string; assigneeId: string; layer: string }>(
      `update "Assignment" a set "state" = $4, "reason" = $5, "reviewerId" = ${reviewer === "self" ? "$2" : "null"}, "updatedAt" = clock_timestamp()
       from "Episode" e where a."id" = $3 and a."workspaceId" = $1 and e."id" = a."episodeId" and e."publishedAt" is not null
         and $2::text is not null and ${by === "assignee" ? `a."assigneeId" = $2` : "true"} and ${from}
       returning a."episodeId", a."assigneeId", a."layer"`,
      [workspace.id, userId, id, to, reason],
    );
    const moved = rows[0];
    if (moved === undefined) throw await refusal(client, workspace, { id, userId, by });
    const data = { assigneeId: moved.assigneeId, layer: moved.layer, ...(reason === null ? {} : { reason }) };
    await recordActivity(client, workspace.id, {
      userId,
      episodeId: moved.episodeId,
      kind: KIND[move],
      data,
    });
    await notify(client, "assignment", workspace.id);
    await client.query("commit");
    return { id, state: to };
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

const KIND: Record<Move, string> = {
  done: "assignment.labelled",
  reopen: "assignment.reopened",
  take: "assignment.taken",
  release: "assignment.released",
  accept: "assignment.accepted",
  return: "assignment.returned",
  reconsider: "assignment.reconsidered",
};

const STANDS: Record<AssignmentState, string> = {
  todo: "not labelled yet",
  labelled: "labelled and waits for a review",
  in_review: "in review",
  accepted: "accepted",
  returned: "returned",
};

interface Refused {
  id: string;
  userId: string;
  by: Step["by"];
}

/** Why a step did not happen, from what is there now. */
async function refusal(
  client: { query<T extends object>(text: string, values: unknown[]): Promise<{ rows: T[] }> },
  workspace: WorkspaceAccess,
  { id, userId, by }: Refused,
): Promise<AppError> {
  const { rows } = await client.query<{
    state: AssignmentState;
    assigneeId: string;
    reviewer: string | null;
  }>(
    `select a."state", a."assigneeId", coalesce(u."name", u."email") as "reviewer" from "Assignment" a
     join "Episode" e on e."id" = a."episodeId" and e."publishedAt" is not null
     left join "User" u on u."id" = a."reviewerId" where a."id" = $2 and a."workspaceId" = $1`,
    [workspace.id, id],
  );
  const now = rows[0];
  if (now === undefined || (by === "assignee" && now.assigneeId !== userId))
    return notFound("The assignment");
  const who = now.reviewer === null ? "" : ` by ${now.reviewer}`;
  return new AppError("conflict", `Nothing was changed: it is ${STANDS[now.state]}${who} by now.`);
}
