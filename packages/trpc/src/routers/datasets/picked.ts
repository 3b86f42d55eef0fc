import { asPerson } from "../../actor.ts";
import {
  addToDataset,
  dropFromDataset,
  pickDataset,
  removeDataset,
  renameDataset,
} from "../../datasets/pick-episodes.ts";
import {
  datasetDropOutput,
  datasetPickInput,
  datasetPickOutput,
  datasetRefInput,
  datasetRenameInput,
  datasetSomeInput,
} from "../../schemas/datasets.ts";
import { router, workspaceProcedure } from "../../trpc.ts";

const create = workspaceProcedure("dataset.pick")
  .input(datasetPickInput)
  .output(datasetPickOutput)
  .mutation(({ ctx, input }) => pickDataset(ctx, ctx.workspace, asPerson(ctx.actor).userId, input));

const add = workspaceProcedure("dataset.pick")
  .input(datasetSomeInput)
  .output(datasetPickOutput)
  .mutation(({ ctx, input }) => addToDataset(ctx, ctx.workspace, asPerson(ctx.actor).userId, input));

const drop = workspaceProcedure("dataset.pick")
  .input(datasetSomeInput)
  .output(datasetDropOutput)
  .mutation(({ ctx, input }) => dropFromDataset(ctx, ctx.workspace, input));

const rename = workspaceProcedure("dataset.pick")
  .input(datasetRenameInput)
  .mutation(({ ctx, input }) => renameDataset(ctx, ctx.workspace, input));

const remove = workspaceProcedure("dataset.pick")
  .input(datasetRefInput)
  .mutation(({ ctx, input }) => removeDataset(ctx, ctx.workspace, input.slug));

export const pickedRouter = router({ create, add, drop, rename, remove });
