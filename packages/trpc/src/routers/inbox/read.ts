import { asPerson } from "../../actor.ts";
import { readMentions } from "../../inbox/read-mentions.ts";
import { inboxReadInput } from "../../schemas/activity.ts";
import { doneOutput } from "../../schemas/people.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const read = workspaceProcedure("inbox.read")
  .input(inboxReadInput)
  .output(doneOutput)
  .mutation(async ({ ctx, input }) => {
    await readMentions(ctx, ctx.workspace, asPerson(ctx.actor), input.comments);
    return { done: true as const };
  });
