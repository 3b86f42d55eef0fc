import { asPerson } from "../../actor.ts";
import { assignEpisodes } from "../../assignments/assign-episodes.ts";
import { assignInput, assignOutput } from "../../schemas/assignments.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const create = workspaceProcedure("assignment.manage")
  .input(assignInput)
  .output(assignOutput)
  .mutation(({ ctx, input }) => assignEpisodes(ctx, ctx.workspace, asPerson(ctx.actor), input));
