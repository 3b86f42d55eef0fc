import { createHash, randomBytes } from "node:crypto";
import { AppError, notFound } from "@retake/core/errors";
import type { z } from "zod";
import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { outranksOrEquals } from "../policies/people.ts";
import { invitationView } from "../presenters/people.ts";
import type { inviteOutput, RoleName } from "../schemas/people.ts";

const LIFETIME_MS = 7 * 24 * 3600 * 1000;

/** @throws AppError `forbidden` for a role above the inviter's own */
export async function invite(
  { db, now }: Pick<Services, "db" | "now">,
  workspace: WorkspaceAccess,
  actor: UserActor,
  request: { role: RoleName; email?: string | undefined },
): Promise<z.infer<typeof inviteOutput>> {
  if (!outranksOrEquals(workspace.role, request.role)) {
    throw new AppError("forbidden", "You cannot give a role above your own.");
  }
  const secret = randomBytes(32).toString("base64url");
  const row = await db.prisma.invitation.create({
    data: {
      workspaceId: workspace.id,
      role: request.role,
      email: request.email?.toLowerCase() ?? null,
      hash: secretHash(secret),
      createdById: actor.userId,
      createdAt: now(),
      expiresAt: new Date(now().getTime() + LIFETIME_MS),
    },
  });
  return { ...invitationView(row), secret, path: `/invite/${secret}` };
}

/** The invitations that can still be accepted: the only ones that exist for anybody. */
export function openInvitation(now: Date) {
  return { acceptedAt: null, revokedAt: null, expiresAt: { gt: now } };
}

/** The open invitation behind a link. @throws AppError `not_found` for a wrong, used, revoked or expired one alike */
export async function findInvitation({ db, now }: Pick<Services, "db" | "now">, secret: string) {
  const row = await db.prisma.invitation.findFirst({
    where: { hash: secretHash(secret), ...openInvitation(now()) },
    include: { workspace: true },
  });
  if (row === null) {
    throw new AppError("not_found", "This invitation is not valid any more. Ask for a new link.");
  }
  return row;
}

/** @throws AppError `not_found` */
export async function revokeInvitation(
  { db, now }: Pick<Services, "db" | "now">,
  workspace: WorkspaceAccess,
  id: string,
): Promise<void> {
  const { count } = await db.prisma.invitation.updateMany({
    where: { id, workspaceId: workspace.id, ...openInvitation(now()) },
    data: { revokedAt: now() },
  });
  if (count === 0) throw notFound("The invitation");
}

export function secretHash(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(secret).digest());
}
