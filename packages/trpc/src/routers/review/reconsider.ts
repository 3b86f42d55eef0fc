import { asPerson } from "../../actor.ts";
import { moveAssignment } from "../../assignments/move-assignment.ts";
import { moveInput, moveOutput } from "../../schemas/assignments.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const reconsider = workspaceProcedure("assignment.review")
  .input(moveInput)
  .output(moveOutput)
  .mutation(({ ctx, input }) =>
    moveAssignment(ctx, ctx.workspace, asPerson(ctx.actor), { id: input.id, move: "reconsider" }),
  );
