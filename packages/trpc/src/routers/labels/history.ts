import { labelHistory } from "../../labels/history.ts";
import { labelHistoryInput, labelHistoryOutput } from "../../schemas/labels.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const history = workspaceProcedure("label.read")
  .input(labelHistoryInput)
  .output(labelHistoryOutput)
  .query(async ({ ctx, input }) => ({ entries: await labelHistory(ctx, ctx.workspace, input) }));
