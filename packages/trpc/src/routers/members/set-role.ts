import { setRole } from "../../people/members.ts";
import { doneOutput, setRoleInput } from "../../schemas/people.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const setRoleProcedure = workspaceProcedure("member.manage")
  .input(setRoleInput)
  .output(doneOutput)
  .mutation(async ({ ctx, input }) => {
    await setRole(ctx, ctx.workspace, input.userId, input.role);
    return { done: true as const };
  });
