import { getEpisode } from "../../episodes/get-episode.ts";
import { episodeDetail } from "../../presenters/episode-detail.ts";
import { episodeDetailSchema, episodeRefInput } from "../../schemas/episodes.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const get = workspaceProcedure("episode.read")
  .input(episodeRefInput)
  .output(episodeDetailSchema)
  .query(async ({ ctx, input }) =>
    episodeDetail(ctx.workspace.slug, await getEpisode(ctx, ctx.workspace, input.sessionId)),
  );
