import { AppError } from "@retake/core/errors";
import type { UserActor } from "../actor.ts";
import type { Services } from "../context.ts";
import { findInvitation, openInvitation } from "./invitations.ts";
import { announceLogin } from "./announce-login.ts";

/** Takes an invitation up with an account that exists. @throws AppError `not_found`, `bad_request` (meant for another), `conflict` (a member already) */
export async function joinWorkspace(
  services: Pick<Services, "db" | "now">,
  actor: UserActor,
  secret: string,
): Promise<{ workspace: string; email: string }> {
  const invitation = await findInvitation(services, secret);
  if (actor.workspaces.some((one) => one.id === invitation.workspaceId)) {
    throw new AppError("conflict", `You are a member of ${invitation.workspace.name} already.`);
  }
  const user = await services.db.prisma.user.findUniqueOrThrow({ where: { id: actor.userId } });
  if (invitation.email !== null && invitation.email !== user.email?.toLowerCase()) {
    throw new AppError("bad_request", "This invitation is for another e-mail address.");
  }
  await services.db.prisma.$transaction(async (tx) => {
    const { count } = await tx.invitation.updateMany({
      where: { id: invitation.id, ...openInvitation(services.now()) },
      data: { acceptedAt: services.now() },
    });
    if (count === 0) throw new AppError("not_found", "This invitation has just been used.");
    await tx.membership.create({
      data: { workspaceId: invitation.workspaceId, userId: user.id, role: invitation.role },
    });
    await announceLogin(tx, user.id);
  });
  return { workspace: invitation.workspace.slug, email: user.email ?? "" };
}
