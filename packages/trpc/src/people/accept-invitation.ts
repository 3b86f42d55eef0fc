import { AppError } from "@retake/core/errors";
import { hashPassword } from "@retake/db/passwords";
import type { Services } from "../context.ts";
import { findInvitation, openInvitation } from "./invitations.ts";

interface Acceptance {
  secret: string;
  name: string;
  email: string;
  password: string;
}

/**
 * Makes the account and its membership in one transaction, and uses the link up.
 * @throws AppError `not_found` (link), `bad_request` (link meant for another address), `conflict` (the address has an account), `rate_limited`
 */
export async function acceptInvitation(
  services: Pick<Services, "db" | "now" | "attempts">,
  address: string,
  request: Acceptance,
): Promise<{ workspace: string; email: string }> {
  await services.attempts.spend("invitation", address);
  const invitation = await findInvitation(services, request.secret);
  const email = request.email.toLowerCase();
  if (invitation.email !== null && invitation.email !== email) {
    throw new AppError("bad_request", "This invitation is for another e-mail address.", {
      issues: [{ path: "email", message: "use the address the invitation was sent to" }],
    });
  }
  const passwordHash = await hashPassword(request.password);
  await services.db.prisma.$transaction(async (tx) => {
    const { count } = await tx.invitation.updateMany({
      where: { id: invitation.id, ...openInvitation(services.now()) },
      data: { acceptedAt: services.now() },
    });
    if (count === 0) throw new AppError("not_found", "This invitation has just been used.");
    if ((await tx.user.findUnique({ where: { email } })) !== null) {
      throw new AppError(
        "conflict",
        "This address has an account already. Sign in, then open the link again.",
      );
    }
    await tx.user.create({
      data: {
        email,
        name: request.name,
        passwordHash,
        memberships: { create: { workspaceId: invitation.workspaceId, role: invitation.role } },
      },
    });
  });
  await services.attempts.refund("invitation", address);
  return { workspace: invitation.workspace.slug, email };
}
