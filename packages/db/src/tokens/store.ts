import type { Db } from "../create-db.ts";
import type { Prisma } from "../generated/client.ts";
import { notify } from "../notify.ts";
import { mintToken } from "./format.ts";

/** What each kind of token may be allowed to do. */
export const TOKEN_SCOPES = { api: ["read", "write", "import"], robot: ["record"] } as const;

export interface NewToken {
  workspaceId: string;
  kind: "api" | "robot";
  name: string;
  scopes: string[];
  createdById: string | null;
  expiresAt?: Date | null;
}

/** Stores a new token. Its text exists only in this answer. */
export async function insertToken(
  prisma: Pick<Prisma.TransactionClient, "token">,
  token: NewToken,
): Promise<{ id: string; token: string }> {
  const minted = mintToken();
  await prisma.token.create({ data: { ...token, id: minted.id, hash: new Uint8Array(minted.hash) } });
  return { id: minted.id, token: minted.token };
}

/** Ends a token everywhere at once. @returns false when the workspace has no such valid token */
export async function revokeToken(db: Db, workspaceId: string, id: string): Promise<boolean> {
  const revoked = await db.prisma.token.updateMany({
    where: { id, workspaceId, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  if (revoked.count > 0) await notify(db.pool, "token", id);
  return revoked.count > 0;
}
