import { asPerson } from "../../actor.ts";
import { invite } from "../../people/invitations.ts";
import { inviteInput, inviteOutput } from "../../schemas/people.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const inviteProcedure = workspaceProcedure("member.manage")
  .input(inviteInput)
  .output(inviteOutput)
  .mutation(({ ctx, input }) => invite(ctx, ctx.workspace, asPerson(ctx.actor), input));
