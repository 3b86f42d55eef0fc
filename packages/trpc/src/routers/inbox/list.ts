import { asPerson } from "../../actor.ts";
import { listMentions } from "../../inbox/list-mentions.ts";
import { inboxListInput, inboxListOutput } from "../../schemas/activity.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const list = workspaceProcedure("inbox.read")
  .input(inboxListInput)
  .output(inboxListOutput)
  .query(({ ctx, input }) => listMentions(ctx, ctx.workspace, asPerson(ctx.actor), input.limit));
