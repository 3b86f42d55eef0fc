import type { z } from "zod";
import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { getEpisode } from "../episodes/get-episode.ts";
import { assignmentView } from "../presenters/assignment.ts";
import type { assignmentOfEpisodeOutput } from "../schemas/assignments.ts";
import { WORK_ORDER } from "./list-assignments.ts";
import { loadAssignments } from "./load-assignments.ts";

/** How an episode stands with the caller, and where their work goes on after it. @throws AppError `not_found` */
export async function assignmentOfEpisode(
  services: Pick<Services, "db" | "catalogue">,
  workspace: WorkspaceAccess,
  { userId }: Pick<UserActor, "userId">,
  sessionId: string,
): Promise<z.infer<typeof assignmentOfEpisodeOutput>> {
  const { id } = await getEpisode(services, workspace, sessionId);
  const [here, open] = await Promise.all([
    loadAssignments(
      services,
      workspace,
      userId,
      (sql) => ` and a."episodeId" = ${sql.add(id)} order by a."createdAt", a."id"`,
    ),
    loadAssignments(
      services,
      workspace,
      userId,
      (sql) => ` and a."assigneeId" = ${sql.add(userId)} and a."state" in ('todo', 'returned')
        and a."episodeId" <> ${sql.add(id)} order by ${WORK_ORDER} limit 1`,
    ),
  ]);
  const views = here.map((record) => assignmentView(workspace, record));
  const isMine = ({ assignee }: { assignee: { userId: string } }): boolean => assignee.userId === userId;
  const next = open[0];
  return {
    mine: views.find(isMine) ?? null,
    others: views.filter((view) => !isMine(view)),
    next:
      next === undefined
        ? null
        : { sessionId: next.sessionId, firstGapS: next.firstGapS, isBlind: next.layer !== "main" },
  };
}
