import { asPerson } from "../../actor.ts";
import { createToken } from "../../people/tokens.ts";
import { createTokenInput, createTokenOutput } from "../../schemas/people.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const create = workspaceProcedure("token.manage")
  .input(createTokenInput)
  .output(createTokenOutput)
  .mutation(({ ctx, input }) => createToken(ctx, ctx.workspace, asPerson(ctx.actor), input));
