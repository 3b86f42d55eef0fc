import { searchEpisodes } from "../../search/search-episodes.ts";
import { layerUserOf } from "../../search/layer-user-of.ts";
import { searchInput, searchOutput } from "../../schemas/search.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const query = workspaceProcedure("search.read")
  .input(searchInput)
  .output(searchOutput)
  .query(({ ctx, input }) =>
    searchEpisodes(ctx, ctx.workspace, layerUserOf(ctx.actor, ctx.workspace), input),
  );
