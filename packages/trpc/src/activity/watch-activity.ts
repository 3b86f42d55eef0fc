import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Context } from "../context.ts";
import { watchAnswer } from "../streams/watch-answer.ts";
import { newestActivity } from "./list-activity.ts";

/** Number of the feed's newest line, now and whenever there is a newer one, until `signal` aborts. */
export function watchActivity(
  services: Pick<Context, "db" | "catalogue" | "signals" | "backlog">,
  workspace: WorkspaceAccess,
  actor: Pick<UserActor, "userId">,
  sessionId: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<{ newest: string | null }> {
  const load = (): Promise<{ newest: string | null }> =>
    newestActivity(services, workspace, actor, sessionId);
  return watchAnswer({ services, channel: "activity", workspace, signal, load });
}
