import { getDataset } from "../../datasets/get-dataset.ts";
import { datasetDetailSchema, datasetRefInput } from "../../schemas/datasets.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const get = workspaceProcedure("dataset.read")
  .input(datasetRefInput)
  .output(datasetDetailSchema)
  .query(({ ctx, input }) => getDataset(ctx, ctx.workspace, input.slug));
