import { asPerson } from "../../actor.ts";
import { adoptLayer } from "../../agreement/adopt-layer.ts";
import { adoptInput, adoptOutput } from "../../schemas/agreement.ts";
import { workspaceProcedure } from "../../trpc.ts";

/** One person's labels become the team's. */
export const adopt = workspaceProcedure("agreement.adopt")
  .input(adoptInput)
  .output(adoptOutput)
  .mutation(({ ctx, input }) => adoptLayer(ctx, ctx.workspace, asPerson(ctx.actor), input));
