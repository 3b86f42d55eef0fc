import { asPerson } from "../../actor.ts";
import { restoreHistory } from "../../labels/history.ts";
import { labelRestoreInput } from "../../schemas/labels.ts";
import { doneOutput } from "../../schemas/people.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const restore = workspaceProcedure("label.restore")
  .input(labelRestoreInput)
  .output(doneOutput)
  .mutation(async ({ ctx, input }) => {
    await restoreHistory(ctx, ctx.workspace, asPerson(ctx.actor), input);
    return { done: true as const };
  });
