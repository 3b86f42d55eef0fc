import type { Db, Prisma } from "@retake/db";

export interface OAuthLogin {
  provider: string;
  providerAccountId: string;
  type: string;
  email: string | null;
  /** False only where the provider says so; one that says nothing is trusted, for the operator chose it. */
  emailVerified: boolean;
  name: string | null;
}

/**
 * Whose account this is. There is no open sign-up: a new account needs a user with that address, to whom it is linked, or an open
 * invitation for it, which is used up. Provider tokens are not kept.
 * @returns the user's id, or null for a stranger
 */
export async function admitOAuthLogin(db: Db, login: OAuthLogin, now: Date): Promise<string | null> {
  const { provider, providerAccountId, type } = login;
  const linked = await findOAuthUser(db, login);
  if (linked !== null) return linked;
  const email = login.email?.trim().toLowerCase() ?? "";
  if (email === "" || !login.emailVerified) return null;
  return await db.prisma.$transaction(async (tx) => {
    const known = await tx.user.findUnique({ where: { email } });
    const userId = known?.id ?? (await createInvited(tx, email, login.name, now));
    if (userId !== null) await tx.account.create({ data: { userId, provider, providerAccountId, type } });
    return userId;
  });
}

export async function findOAuthUser(
  db: Db,
  { provider, providerAccountId }: Pick<OAuthLogin, "provider" | "providerAccountId">,
): Promise<string | null> {
  const account = await db.prisma.account.findUnique({
    where: { provider_providerAccountId: { provider, providerAccountId } },
  });
  return account?.userId ?? null;
}

/** All open invitations of the address are taken up, so that none is left behind as a second way in. */
async function createInvited(
  tx: Prisma.TransactionClient,
  email: string,
  name: string | null,
  now: Date,
): Promise<string | null> {
  const invitations = await tx.invitation.findMany({
    where: { email, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    orderBy: { createdAt: "desc" },
    distinct: ["workspaceId"],
  });
  if (invitations.length === 0) return null;
  await tx.invitation.updateMany({
    where: { email, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { acceptedAt: now },
  });
  const user = await tx.user.create({
    data: {
      email,
      emailVerified: now,
      name,
      memberships: { create: invitations.map(({ workspaceId, role }) => ({ workspaceId, role })) },
    },
  });
  return user.id;
}
