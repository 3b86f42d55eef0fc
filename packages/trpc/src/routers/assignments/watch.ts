import { asPerson } from "../../actor.ts";
import { watchAssignments } from "../../assignments/watch-assignments.ts";
import { workspaceProcedure } from "../../trpc.ts";

/** How much waits for the caller; tells when that, or anything behind it, changes. Its output type is the generator's. */
export const watch = workspaceProcedure("assignment.read").subscription(({ ctx, signal }) =>
  watchAssignments(ctx, ctx.workspace, asPerson(ctx.actor), signal ?? new AbortController().signal),
);
