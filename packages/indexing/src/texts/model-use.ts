import { type Budget, createBudget } from "@retake/ai/openai";
import type { Config } from "@retake/core/config";
import type { Db } from "@retake/db";

/** The configured model server, as far as a workspace uses it. */
export interface ModelUse {
  server: NonNullable<Config["openai"]>;
  budget: Budget;
  /** Whether it writes summaries too. */
  summaries: boolean;
}

/** What a workspace has that never said anything. */
const DEFAULTS = { provider: "openai", summaries: true, tokensMax: 5_000_000n as bigint | null };

/** Null where no server is configured or the workspace keeps to itself. Spent tokens are kept by month, UTC. */
export async function modelUseOf(
  { prisma }: Db,
  workspaceId: string,
  server: Config["openai"],
  now = new Date(),
): Promise<ModelUse | null> {
  if (server === null) return null;
  const month = now.toISOString().slice(0, 7);
  const settings = (await prisma.aiSettings.findUnique({ where: { workspaceId } })) ?? DEFAULTS;
  if (settings.provider !== "openai") return null;
  const spend = await prisma.aiSpend.findUnique({ where: { workspaceId_month: { workspaceId, month } } });
  const budget = createBudget({
    spent: Number(spend?.embedding ?? 0n) + Number(spend?.chat ?? 0n),
    max: settings.tokensMax === null ? null : Number(settings.tokensMax),
    async onSpend(tokens, kind) {
      await prisma.aiSpend.upsert({
        where: { workspaceId_month: { workspaceId, month } },
        create: { workspaceId, month, [kind]: tokens },
        update: { [kind]: { increment: tokens } },
      });
    },
  });
  return { server, budget, summaries: settings.summaries };
}
