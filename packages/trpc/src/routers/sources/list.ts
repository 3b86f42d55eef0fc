import { sourceListOutput } from "../../schemas/sources.ts";
import { listSources } from "../../sources/list-sources.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const list = workspaceProcedure("source.manage")
  .output(sourceListOutput)
  .query(({ ctx }) => listSources(ctx, ctx.workspace));
