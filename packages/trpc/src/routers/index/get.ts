import { loadIndexStatus } from "../../indexing/load-index-status.ts";
import { indexStatusSchema } from "../../schemas/indexing.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const get = workspaceProcedure("index.read")
  .output(indexStatusSchema)
  .query(({ ctx }) => loadIndexStatus(ctx, ctx.workspace));
