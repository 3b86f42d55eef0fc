import { findInvitation } from "../../people/invitations.ts";
import { invitationPreviewOutput, invitationSecretInput } from "../../schemas/people.ts";
import { publicProcedure } from "../../trpc.ts";

export const preview = publicProcedure
  .input(invitationSecretInput)
  .output(invitationPreviewOutput)
  .query(async ({ ctx, input }) => {
    await ctx.attempts.spend("invitation", ctx.address);
    const invitation = await findInvitation(ctx, input.secret);
    await ctx.attempts.refund("invitation", ctx.address);
    return {
      workspaceName: invitation.workspace.name,
      role: invitation.role,
      email: invitation.email,
      expiresAt: invitation.expiresAt.toISOString(),
    };
  });
