import { asPerson } from "../../actor.ts";
import { sourceAddInput, pullSourceSchema } from "../../schemas/sources.ts";
import { addSource } from "../../sources/change-sources.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const add = workspaceProcedure("source.manage")
  .input(sourceAddInput)
  .output(pullSourceSchema)
  .mutation(({ ctx, input }) => addSource(ctx, ctx.workspace, asPerson(ctx.actor), input));
