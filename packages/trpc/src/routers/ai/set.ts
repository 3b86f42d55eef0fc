import { setAiSettings } from "../../ai-settings/ai-settings.ts";
import { aiSettingsSchema, aiSettingsSetInput } from "../../schemas/ai-settings.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const set = workspaceProcedure("ai.manage")
  .input(aiSettingsSetInput)
  .output(aiSettingsSchema)
  .mutation(({ ctx, input }) => setAiSettings(ctx, ctx.workspace, input));
