import { acceptInvitation } from "../../people/accept-invitation.ts";
import { acceptInvitationInput, acceptInvitationOutput } from "../../schemas/people.ts";
import { publicProcedure } from "../../trpc.ts";

/** For people without an account; those with one sign in and use `invitations.join`. */
export const accept = publicProcedure
  .input(acceptInvitationInput)
  .output(acceptInvitationOutput)
  .mutation(({ ctx, input }) => acceptInvitation(ctx, ctx.address, input));
