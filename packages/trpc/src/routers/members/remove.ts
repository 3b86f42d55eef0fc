import { asPerson } from "../../actor.ts";
import { removeMember } from "../../people/members.ts";
import { doneOutput, removeMemberInput } from "../../schemas/people.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const remove = workspaceProcedure("member.leave")
  .input(removeMemberInput)
  .output(doneOutput)
  .mutation(async ({ ctx, input }) => {
    await removeMember(ctx, ctx.workspace, asPerson(ctx.actor), input.userId);
    return { done: true as const };
  });
