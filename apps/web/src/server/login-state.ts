import type { Db } from "@retake/db";
import { LOGIN_MAX_AGE_S } from "./login-token.ts";

/** What the register says of one login now. */
export interface LoginState {
  sessionVersion: number;
  revoked: boolean;
  workspaces: { id: string; slug: string; name: string; role: "owner" | "admin" | "annotator" | "viewer" }[];
}

const SQL = `select u."sessionVersion", exists (select 1 from "RevokedLogin" r where r."jti" = $2) as "revoked",
  (select coalesce(json_agg(json_build_object('id', w."id", 'slug', w."slug", 'name', w."name", 'role', m."role")
    order by m."createdAt", w."slug"), '[]')
    from "Membership" m join "Workspace" w on w."id" = m."workspaceId" where m."userId" = u."id") as "workspaces"
  from "User" u where u."id" = $1`;

/** One query. Null for a user that is gone. */
export async function loadLoginState(db: Db, userId: string, loginId: string): Promise<LoginState | null> {
  const { rows } = await db.pool.query<LoginState>({
    name: "login-state",
    text: SQL,
    values: [userId, loginId],
  });
  return rows[0] ?? null;
}

/** Ends one login, with every copy of its cookie, in every process. Remembered for as long as such a cookie could live. */
export async function revokeLogin(db: Db, userId: string, loginId: string, now: Date): Promise<void> {
  const expiresAt = new Date(now.getTime() + LOGIN_MAX_AGE_S * 1000);
  await db.prisma.$transaction(async (tx) => {
    await tx.revokedLogin.deleteMany({ where: { expiresAt: { lt: now } } });
    await tx.revokedLogin.upsert({
      where: { jti: loginId },
      create: { jti: loginId, expiresAt },
      update: { expiresAt },
    });
    await tx.$queryRaw`select pg_notify('login', ${userId})::text`;
  });
}
