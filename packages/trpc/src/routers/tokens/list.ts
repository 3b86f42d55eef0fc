import { listTokens } from "../../people/tokens.ts";
import { tokenListOutput } from "../../schemas/people.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const list = workspaceProcedure("token.manage")
  .output(tokenListOutput)
  .query(async ({ ctx }) => ({ tokens: await listTokens(ctx, ctx.workspace) }));
