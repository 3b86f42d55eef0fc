import { listEpisodes } from "../../episodes/list-episodes.ts";
import { episodeRow } from "../../presenters/episode-row.ts";
import { episodeListInput, episodeListOutput } from "../../schemas/episodes.ts";
import { workspaceProcedure } from "../../trpc.ts";

export const list = workspaceProcedure("episode.read")
  .input(episodeListInput)
  .output(episodeListOutput)
  .query(async ({ ctx, input }) => {
    const page = await listEpisodes(ctx, ctx.workspace, input);
    return {
      total: page.total,
      episodes: page.episodes.map((record) => episodeRow(ctx.workspace.slug, record)),
    };
  });
