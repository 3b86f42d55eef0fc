import { asPerson } from "../../actor.ts";
import { loadProgress } from "../../assignments/load-progress.ts";
import { progressOutput } from "../../schemas/assignments.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const progress = workspaceProcedure("assignment.read")
  .output(progressOutput)
  .query(({ ctx }) => loadProgress(ctx, ctx.workspace, asPerson(ctx.actor)));
