import { asPerson } from "../../actor.ts";
import { listAssignments } from "../../assignments/list-assignments.ts";
import { assignmentListInput, assignmentListOutput } from "../../schemas/assignments.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const list = workspaceProcedure("assignment.read")
  .input(assignmentListInput)
  .output(assignmentListOutput)
  .query(({ ctx, input }) => listAssignments(ctx, ctx.workspace, asPerson(ctx.actor), input));
