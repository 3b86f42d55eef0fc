import { episodeFacets } from "../../episodes/episode-facets.ts";
import { layerUserOf } from "../../search/layer-user-of.ts";
import { searchFacets } from "../../search/search-facets.ts";
import { episodeFacetsInput, episodeFacetsOutput } from "../../schemas/episodes.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const facets = workspaceProcedure("episode.read")
  .input(episodeFacetsInput)
  .output(episodeFacetsOutput)
  .query(({ ctx, input: { query = "", ...filter } }) =>
    query.trim() === ""
      ? episodeFacets(ctx, ctx.workspace, filter)
      : searchFacets(ctx, ctx.workspace, layerUserOf(ctx.actor, ctx.workspace), { query, filter }),
  );
