import { AppError } from "@retake/core/errors";
import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Context } from "../context.ts";
import { PRESENCE_LIMITS } from "./limits.ts";

/** Selections that each person is showing. */
const showing = new Map<string, number>();

/**
 * Shows a selection of episodes to the others of the workspace for as long as the caller listens: it goes with the socket. Says nothing but that it is shown.
 * @throws AppError `rate_limited` for too many at once
 */
export async function* showSelection(
  { people }: Pick<Context, "people">,
  {
    workspace,
    actor,
    sessionIds,
  }: { workspace: WorkspaceAccess; actor: UserActor; sessionIds: readonly string[] },
  signal: AbortSignal,
): AsyncGenerator<{ shown: number }> {
  const { userId } = actor;
  const count = showing.get(userId) ?? 0;
  if (count >= PRESENCE_LIMITS.selectionsMax)
    throw new AppError("rate_limited", "Too many selections are shown at once.", { retryAfterS: 1 });
  showing.set(userId, count + 1);
  const take = people.put({ workspaceId: workspace.id, userId, selected: sessionIds });
  try {
    yield { shown: sessionIds.length };
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  } finally {
    take();
    const left = (showing.get(userId) ?? 1) - 1;
    if (left === 0) showing.delete(userId);
    else showing.set(userId, left);
  }
}
