import { LIMITS } from "@retake/core/limits";
import { z } from "zod";
import { workspaceSlugSchema } from "./episodes.ts";

export const aiProviderSchema = z.enum(["local", "openai"]);

export const aiSettingsSchema = z.object({
  /** What the workspace chose; `openai` has no effect while no server is configured. */
  provider: aiProviderSchema,
  summaries: z.boolean(),
  /** Tokens a calendar month; null: no limit. */
  tokensMax: z.number().int().nullable(),
  /** The configured server, never its key; null: the operator has configured none. */
  server: z
    .object({ address: z.string(), embeddingModel: z.string(), chatModel: z.string().nullable() })
    .nullable(),
  /** Tokens of this month, UTC. */
  spent: z.object({ month: z.string(), embedding: z.number().int(), chat: z.number().int() }),
});
export type AiSettingsView = z.infer<typeof aiSettingsSchema>;

export const aiSettingsSetInput = z.object({
  workspace: workspaceSlugSchema,
  provider: aiProviderSchema,
  summaries: z.boolean(),
  tokensMax: z.number().int().min(0).max(LIMITS.monthlyTokensMax).nullable(),
});
