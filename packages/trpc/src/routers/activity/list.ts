import { listActivity } from "../../activity/list-activity.ts";
import { asPerson } from "../../actor.ts";
import { activityListInput, activityListOutput } from "../../schemas/activity.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const list = workspaceProcedure("activity.read")
  .input(activityListInput)
  .output(activityListOutput)
  .query(({ ctx, input }) => listActivity(ctx, ctx.workspace, asPerson(ctx.actor), input));
