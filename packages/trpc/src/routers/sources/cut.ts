import { doneOutput } from "../../schemas/people.ts";
import { sourceCutInput } from "../../schemas/sources.ts";
import { cutSource } from "../../sources/change-sources.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const cut = workspaceProcedure("source.manage")
  .input(sourceCutInput)
  .output(doneOutput)
  .mutation(async ({ ctx, input }) => {
    await cutSource(ctx, ctx.workspace, input);
    return { done: true as const };
  });
