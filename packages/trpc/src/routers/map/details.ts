import { mapDetails } from "../../map/map-details.ts";
import { mapDetailsInput, mapDetailsOutput } from "../../schemas/map.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const details = workspaceProcedure("map.read")
  .input(mapDetailsInput)
  .output(mapDetailsOutput)
  .query(async ({ ctx, input }) => ({ episodes: await mapDetails(ctx, ctx.workspace, input.sessionIds) }));
