import { AppError, notFound } from "@retake/core/errors";
import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { authorise } from "../policies/authorise.ts";
import { outranksOrEquals } from "../policies/people.ts";
import type { MemberView, RoleName } from "../schemas/people.ts";
import { announceLogin } from "./announce-login.ts";

export async function listMembers(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
): Promise<MemberView[]> {
  const rows = await db.prisma.membership.findMany({
    where: { workspaceId: workspace.id },
    include: { user: true },
    orderBy: [{ createdAt: "asc" }, { userId: "asc" }],
  });
  return rows.map(({ user, role, createdAt }) => ({
    userId: user.id,
    name: user.name,
    email: user.email,
    role,
    since: createdAt.toISOString(),
  }));
}

/** @throws AppError `not_found`, `forbidden` (above one's own role), `conflict` (the last owner) */
export function setRole(
  services: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  userId: string,
  role: RoleName,
): Promise<void> {
  return changeMember(services, workspace, userId, role);
}

/** Ends a membership: another's by `member.manage`, one's own always. @throws AppError as {@link setRole} */
export function removeMember(
  services: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  actor: UserActor,
  userId: string,
): Promise<void> {
  if (userId !== actor.userId) authorise(actor, workspace.slug, "member.manage");
  return changeMember(services, workspace, userId, null);
}

/** The workspace's row is locked, so that two owners cannot step down at once. */
async function changeMember(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  userId: string,
  role: RoleName | null,
): Promise<void> {
  await db.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`select 1 from "Workspace" where "id" = ${workspace.id} for update`;
    const place = { workspaceId_userId: { workspaceId: workspace.id, userId } };
    const member = await tx.membership.findUnique({ where: place });
    if (member === null) throw notFound("The member");
    if (
      !outranksOrEquals(workspace.role, member.role) ||
      (role !== null && !outranksOrEquals(workspace.role, role))
    ) {
      throw new AppError("forbidden", "You cannot give or take a role above your own.");
    }
    if (member.role === "owner" && role !== "owner") {
      const owners = await tx.membership.count({ where: { workspaceId: workspace.id, role: "owner" } });
      if (owners === 1)
        throw new AppError("conflict", "A workspace needs an owner. Make somebody else one first.");
    }
    if (role === null) await tx.membership.delete({ where: place });
    else await tx.membership.update({ where: place, data: { role } });
    await announceLogin(tx, userId);
  });
}
