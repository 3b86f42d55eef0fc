import { doneOutput } from "../../schemas/people.ts";
import { sourceRefInput } from "../../schemas/sources.ts";
import { removeSource } from "../../sources/change-sources.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const remove = workspaceProcedure("source.manage")
  .input(sourceRefInput)
  .output(doneOutput)
  .mutation(async ({ ctx, input }) => {
    await removeSource(ctx, ctx.workspace, input.id);
    return { done: true as const };
  });
