import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Context } from "../context.ts";
import type { InboxNews } from "../schemas/activity.ts";
import { watchAnswer } from "../streams/watch-answer.ts";
import { countMentions } from "./list-mentions.ts";

/** How many mentions a person has not read, now and whenever that changes, until `signal` aborts. */
export function watchMentions(
  services: Pick<Context, "db" | "signals" | "backlog">,
  workspace: WorkspaceAccess,
  actor: Pick<UserActor, "userId">,
  signal: AbortSignal,
): AsyncGenerator<InboxNews> {
  const load = (): Promise<InboxNews> => countMentions(services, workspace, actor);
  return watchAnswer({ services, channel: "activity", workspace, signal, load });
}
