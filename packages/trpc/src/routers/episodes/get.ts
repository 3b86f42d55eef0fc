import { getEpisode } from "../../episodes/get-episode.ts";
import { episodeMarks } from "../../live/episode-marks.ts";
import { episodeDetail } from "../../presenters/episode-detail.ts";
import { episodeDetailSchema, episodeRefInput } from "../../schemas/episodes.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const get = workspaceProcedure("episode.read")
  .input(episodeRefInput)
  .output(episodeDetailSchema)
  .query(async ({ ctx, input }) => {
    const episode = await getEpisode(ctx, ctx.workspace, input.sessionId);
    return episodeDetail(ctx.workspace.slug, episode, await episodeMarks(ctx, episode));
  });
