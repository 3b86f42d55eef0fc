import { episodeFacets } from "../../episodes/episode-facets.ts";
import { episodeFacetsInput, episodeFacetsOutput } from "../../schemas/episodes.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const facets = workspaceProcedure("episode.read")
  .input(episodeFacetsInput)
  .output(episodeFacetsOutput)
  .query(({ ctx, input }) => episodeFacets(ctx, ctx.workspace, input));
