import { asPerson } from "../../actor.ts";
import { moveAssignment } from "../../assignments/move-assignment.ts";
import { moveOutput, returnInput } from "../../schemas/assignments.ts";
import { workspaceProcedure } from "../../trpc.ts";

/** Gives work back, and says why. */
export const giveBack = workspaceProcedure("assignment.review")
  .input(returnInput)
  .output(moveOutput)
  .mutation(({ ctx, input }) => {
    const { id, reason } = input;
    return moveAssignment(ctx, ctx.workspace, asPerson(ctx.actor), { id, move: "return", reason });
  });
