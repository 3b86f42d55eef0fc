import { notFound } from "@retake/core/errors";
import { insertToken, revokeToken, TOKEN_SCOPES } from "@retake/db/tokens";
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
  const { kind, name, expiresInDays } = request;
  const { id, token } = await insertToken(db.prisma, {
    workspaceId: workspace.id,
    kind,
    name,
    scopes: kind === "api" ? [...new Set(request.scopes)] : [...TOKEN_SCOPES.robot],
    createdById: actor.userId,
    expiresAt: expiresInDays === undefined ? null : new Date(now().getTime() + expiresInDays * DAY_MS),
  });
  return { ...tokenView(await db.prisma.token.findUniqueOrThrow({ where: { id } })), token };
}

/** Takes effect at once, in every process. @throws AppError `not_found` */
export async function endToken(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  id: string,
): Promise<void> {
  if (!(await revokeToken(db, workspace.id, id))) throw notFound("The token");
}
