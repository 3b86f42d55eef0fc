import { openInvitation } from "../../people/invitations.ts";
import { invitationView } from "../../presenters/people.ts";
import { invitationListOutput } from "../../schemas/people.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const invitations = workspaceProcedure("member.manage")
  .output(invitationListOutput)
  .query(async ({ ctx }) => {
    const rows = await ctx.db.prisma.invitation.findMany({
      where: { workspaceId: ctx.workspace.id, ...openInvitation(ctx.now()) },
      orderBy: { createdAt: "desc" },
    });
    return { invitations: rows.map(invitationView) };
  });
