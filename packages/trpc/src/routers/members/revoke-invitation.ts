import { revokeInvitation } from "../../people/invitations.ts";
import { doneOutput, revokeInvitationInput } from "../../schemas/people.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const revokeInvitationProcedure = workspaceProcedure("member.manage")
  .input(revokeInvitationInput)
  .output(doneOutput)
  .mutation(async ({ ctx, input }) => {
    await revokeInvitation(ctx, ctx.workspace, input.id);
    return { done: true as const };
  });
