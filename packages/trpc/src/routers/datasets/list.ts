import { listDatasets } from "../../datasets/list-datasets.ts";
import { datasetListOutput } from "../../schemas/datasets.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const list = workspaceProcedure("dataset.read")
  .output(datasetListOutput)
  .query(async ({ ctx }) => ({ datasets: await listDatasets(ctx, ctx.workspace) }));
