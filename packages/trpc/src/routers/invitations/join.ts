import { joinWorkspace } from "../../people/join-workspace.ts";
import { acceptInvitationOutput, invitationSecretInput } from "../../schemas/people.ts";
import { signedInProcedure } from "../../trpc.ts";

export const join = signedInProcedure
  .input(invitationSecretInput)
  .output(acceptInvitationOutput)
  .mutation(({ ctx, input }) => joinWorkspace(ctx, ctx.actor, input.secret));
