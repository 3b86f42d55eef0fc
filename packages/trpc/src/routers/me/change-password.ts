import { changePassword } from "../../people/change-password.ts";
import { changePasswordInput, doneOutput } from "../../schemas/people.ts";
import { signedInProcedure } from "../../trpc.ts";

export const changePasswordProcedure = signedInProcedure
  .input(changePasswordInput)
  .output(doneOutput)
  .mutation(async ({ ctx, input }) => {
    await changePassword(ctx, ctx.actor, input);
    return { done: true as const };
  });
