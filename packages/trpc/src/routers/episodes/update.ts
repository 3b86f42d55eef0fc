import { updateEpisodes } from "../../episodes/update-episodes.ts";
import { episodeBulkUpdateInput, episodeBulkUpdateOutput } from "../../schemas/episodes.ts";
import { workspaceProcedure } from "../../trpc.ts";

/** One change for many episodes; what is not named stays as it is. */
export const update = workspaceProcedure("episode.update")
  .input(episodeBulkUpdateInput)
  .output(episodeBulkUpdateOutput)
  .mutation(async ({ ctx, input }) => {
    const found = await updateEpisodes(ctx, ctx.workspace, input.sessionIds, input);
    return { updated: found.size, missing: input.sessionIds.filter((id) => !found.has(id)) };
  });
