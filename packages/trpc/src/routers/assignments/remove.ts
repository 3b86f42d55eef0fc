import { asPerson } from "../../actor.ts";
import { removeAssignments } from "../../assignments/remove-assignments.ts";
import { unassignInput, unassignOutput } from "../../schemas/assignments.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const remove = workspaceProcedure("assignment.manage")
  .input(unassignInput)
  .output(unassignOutput)
  .mutation(async ({ ctx, input }) => ({
    removed: await removeAssignments(ctx, ctx.workspace, asPerson(ctx.actor), input.ids),
  }));
