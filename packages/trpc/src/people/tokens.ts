import { notFound } from "@retake/core/errors";
import { mintToken } from "@retake/db/tokens";
import type { z } from "zod";
import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { tokenView } from "../presenters/people.ts";
import type { createTokenInput, createTokenOutput, TokenView } from "../schemas/people.ts";

const DAY_MS = 24 * 3600 * 1000;

/** The tokens that still open something. */
export async function listTokens(
  { db, now }: Pick<Services, "db" | "now">,
  workspace: WorkspaceAccess,
): Promise<TokenView[]> {
  const rows = await db.prisma.token.findMany({
    where: {
      workspaceId: workspace.id,
      revokedAt: null,
      OR: [{ expiresAt: null }, { expiresAt: { gt: now() } }],
    },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
  });
  return rows.map(tokenView);
}

/** The answer is the only place the token itself is ever seen. */
export async function createToken(
  { db, now }: Pick<Services, "db" | "now">,
  workspace: WorkspaceAccess,
  actor: UserActor,
  request: Omit<z.infer<typeof createTokenInput>, "workspace">,
): Promise<z.infer<typeof createTokenOutput>> {
  const minted = mintToken();
  const { expiresInDays } = request;
  const row = await db.prisma.token.create({
    data: {
      id: minted.id,
      hash: minted.hash,
      workspaceId: workspace.id,
      kind: request.kind,
      name: request.name,
      scopes: request.kind === "api" ? [...new Set(request.scopes)] : [],
      createdById: actor.userId,
      createdAt: now(),
      expiresAt: expiresInDays === undefined ? null : new Date(now().getTime() + expiresInDays * DAY_MS),
    },
  });
  return { ...tokenView(row), token: minted.token };
}

/** Takes effect at once, in every process. @throws AppError `not_found` */
export async function revokeToken(
  { db, now }: Pick<Services, "db" | "now">,
  workspace: WorkspaceAccess,
  id: string,
): Promise<void> {
  await db.prisma.$transaction(async (tx) => {
    const { count } = await tx.token.updateMany({
      where: { id, workspaceId: workspace.id, revokedAt: null },
      data: { revokedAt: now() },
    });
    if (count === 0) throw notFound("The token");
    await tx.$queryRaw`select pg_notify('token', ${id})::text`;
  });
}
