import { episodeNeighbours } from "../../episodes/episode-neighbours.ts";
import { episodeNeighboursInput, episodeNeighboursOutput } from "../../schemas/episodes.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const neighbours = workspaceProcedure("episode.read")
  .input(episodeNeighboursInput)
  .output(episodeNeighboursOutput)
  .query(({ ctx, input }) => episodeNeighbours(ctx, ctx.workspace, input));
