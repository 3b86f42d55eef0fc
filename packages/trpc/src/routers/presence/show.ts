import { AppError } from "@retake/core/errors";
import { showSelection } from "../../presence/show-selection.ts";
import { showSelectionInput } from "../../schemas/presence.ts";
import { workspaceProcedure } from "../../trpc.ts";

/** Shows the caller's selection of episodes to the others, until it is unsubscribed from. Its output type is the generator's. */
export const show = workspaceProcedure("presence.join")
  .input(showSelectionInput)
  .subscription(({ ctx, input: { sessionIds }, signal }) => {
    const { actor, workspace } = ctx;
    if (actor.kind !== "user") throw new AppError("unauthorized", "Sign in first.");
    return showSelection(ctx, { workspace, actor, sessionIds }, signal ?? new AbortController().signal);
  });
