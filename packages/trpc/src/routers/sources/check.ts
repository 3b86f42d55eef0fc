import { sourceCheckInput, sourceCheckOutput } from "../../schemas/sources.ts";
import { checkSource } from "../../sources/change-sources.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const check = workspaceProcedure("source.manage")
  .input(sourceCheckInput)
  .output(sourceCheckOutput)
  .query(({ ctx, input }) => checkSource(ctx, input.url));
