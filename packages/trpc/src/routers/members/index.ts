import { router } from "../../trpc.ts";
import { invitations } from "./invitations.ts";
import { inviteProcedure } from "./invite.ts";
import { list } from "./list.ts";
import { remove } from "./remove.ts";
import { revokeInvitationProcedure } from "./revoke-invitation.ts";
import { setRoleProcedure } from "./set-role.ts";

export const membersRouter = router({
  invitations,
  invite: inviteProcedure,
  list,
  remove,
  revokeInvitation: revokeInvitationProcedure,
  setRole: setRoleProcedure,
});
