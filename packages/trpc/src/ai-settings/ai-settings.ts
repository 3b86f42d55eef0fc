import { notify } from "@retake/db/notify";
import type { z } from "zod";
import type { WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { visibleIndex } from "../policies/indexing.ts";
import { type aiSettingsSetInput, type AiSettingsView, aiProviderSchema } from "../schemas/ai-settings.ts";

/** What a workspace has that never chose: the schema's defaults. */
const DEFAULTS = { provider: "openai", summaries: true, tokensMax: 5_000_000n as bigint | null };

export async function getAiSettings(
  { db, modelServer, now }: Pick<Services, "db" | "modelServer" | "now">,
  workspace: WorkspaceAccess,
): Promise<AiSettingsView> {
  const month = now().toISOString().slice(0, 7);
  const where = visibleIndex(workspace);
  const [settings, spend] = await Promise.all([
    db.prisma.aiSettings.findUnique({ where }),
    db.prisma.aiSpend.findUnique({ where: { workspaceId_month: { ...where, month } } }),
  ]);
  const { provider, summaries, tokensMax } = settings ?? DEFAULTS;
  return {
    provider: aiProviderSchema.catch("local").parse(provider),
    summaries,
    tokensMax: tokensMax === null ? null : Number(tokensMax),
    server: modelServer,
    spent: { month, embedding: Number(spend?.embedding ?? 0n), chat: Number(spend?.chat ?? 0n) },
  };
}

/** Counts from the next request to the server on. */
export async function setAiSettings(
  services: Pick<Services, "db" | "modelServer" | "now">,
  workspace: WorkspaceAccess,
  { provider, summaries, tokensMax }: Omit<z.infer<typeof aiSettingsSetInput>, "workspace">,
): Promise<AiSettingsView> {
  const { db } = services;
  const data = { provider, summaries, tokensMax: tokensMax === null ? null : BigInt(tokensMax) };
  const where = visibleIndex(workspace);
  await db.prisma.aiSettings.upsert({ where, create: { ...where, ...data }, update: data });
  await notify(db.pool, "episode", workspace.id);
  await notify(db.pool, "index", workspace.id);
  return getAiSettings(services, workspace);
}
