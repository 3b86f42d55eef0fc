import { doneOutput } from "../../schemas/people.ts";
import { sourceEnableInput } from "../../schemas/sources.ts";
import { enableSource } from "../../sources/change-sources.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const enable = workspaceProcedure("source.manage")
  .input(sourceEnableInput)
  .output(doneOutput)
  .mutation(async ({ ctx, input }) => {
    await enableSource(ctx, ctx.workspace, input);
    return { done: true as const };
  });
