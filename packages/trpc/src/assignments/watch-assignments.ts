import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Context } from "../context.ts";
import type { AssignmentCounts } from "../schemas/assignments.ts";
import { watchAnswer } from "../streams/watch-answer.ts";
import { countAssignments } from "./count-assignments.ts";

/** How much waits for a person, now and after every assignment, press and verdict of anybody's, until `signal` aborts. */
export function watchAssignments(
  services: Pick<Context, "db" | "signals" | "backlog">,
  workspace: WorkspaceAccess,
  actor: Pick<UserActor, "userId">,
  signal: AbortSignal,
): AsyncGenerator<AssignmentCounts> {
  return watchAnswer({
    services,
    channel: "assignment",
    workspace,
    signal,
    load: () => countAssignments(services, workspace, actor),
  });
}
