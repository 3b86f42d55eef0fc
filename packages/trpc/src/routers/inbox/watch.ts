import { asPerson } from "../../actor.ts";
import { watchMentions } from "../../inbox/watch-mentions.ts";
import { workspaceProcedure } from "../../trpc.ts";

/** How many mentions the caller has not read; tells when that changes. Its output type is the generator's. */
export const watch = workspaceProcedure("inbox.read").subscription(({ ctx, signal }) =>
  watchMentions(ctx, ctx.workspace, asPerson(ctx.actor), signal ?? new AbortController().signal),
);
