import { watchActivity } from "../../activity/watch-activity.ts";
import { asPerson } from "../../actor.ts";
import { activityWatchInput } from "../../schemas/activity.ts";
import { workspaceProcedure } from "../../trpc.ts";

/** Number of the newest line of a feed; tells when there is a newer one. Its output type is the generator's. */
export const watch = workspaceProcedure("activity.read")
  .input(activityWatchInput)
  .subscription(({ ctx, input, signal }) =>
    watchActivity(
      ctx,
      ctx.workspace,
      asPerson(ctx.actor),
      input.sessionId,
      signal ?? new AbortController().signal,
    ),
  );
