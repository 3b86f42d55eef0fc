import { askRebuild } from "../../indexing/ask-rebuild.ts";
import { doneOutput } from "../../schemas/people.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const rebuild = workspaceProcedure("index.rebuild")
  .output(doneOutput)
  .mutation(async ({ ctx }) => {
    await askRebuild(ctx, ctx.workspace);
    return { done: true as const };
  });
