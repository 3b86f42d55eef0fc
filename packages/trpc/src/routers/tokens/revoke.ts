import { endToken } from "../../people/tokens.ts";
import { doneOutput, revokeTokenInput } from "../../schemas/people.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const revoke = workspaceProcedure("token.manage")
  .input(revokeTokenInput)
  .output(doneOutput)
  .mutation(async ({ ctx, input }) => {
    await endToken(ctx, ctx.workspace, input.id);
    return { done: true as const };
  });
