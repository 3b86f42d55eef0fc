import { getAiSettings } from "../../ai-settings/ai-settings.ts";
import { aiSettingsSchema } from "../../schemas/ai-settings.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const get = workspaceProcedure("ai.manage")
  .output(aiSettingsSchema)
  .query(({ ctx }) => getAiSettings(ctx, ctx.workspace));
