import { mapNeighbours } from "../../map/map-neighbours.ts";
import { mapNeighboursInput, mapNeighboursOutput } from "../../schemas/map.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const neighbours = workspaceProcedure("map.read")
  .input(mapNeighboursInput)
  .output(mapNeighboursOutput)
  .query(async ({ ctx, input }) => ({ neighbours: await mapNeighbours(ctx, ctx.workspace, input) }));
