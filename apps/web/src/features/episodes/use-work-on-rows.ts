"use client";
import type { EpisodeRow, WorkOnEpisode } from "@retake/trpc/schemas";
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { IN_BODY } from "../../trpc/client.ts";
import { type Outputs, useTRPC } from "../../trpc/use-trpc.ts";

type Answer = Outputs["assignments"]["ofEpisodes"];

/**
 * Who works on the episodes of the pages in sight, by session id: one request a page. The rows are the same for everybody, this is not.
 * It is asked for again with everything else about assignments, by the subscription around the screens.
 */
export function useWorkOnRows(
  workspace: string,
  pages: ReadonlyMap<number, readonly EpisodeRow[]>,
): ReadonlyMap<string, WorkOnEpisode> {
  const { ofEpisodes } = useTRPC().assignments;
  const cache = useQueryClient();
  /** One new episode moves all rows, and what is asked for is another page: what is known still holds until the answer. */
  const known = (): Answer => {
    const answers = cache.getQueriesData<Answer>(ofEpisodes.queryFilter({ workspace }));
    return { episodes: answers.flatMap(([, answer]) => answer?.episodes ?? []) };
  };
  const filled = [...pages.values()].filter((rows) => rows.length > 0);
  return useQueries({
    queries: filled.map((rows) => ({
      ...ofEpisodes.queryOptions(
        { workspace, sessionIds: rows.map(({ sessionId }) => sessionId) },
        { trpc: { context: IN_BODY } },
      ),
      placeholderData: known,
    })),
    combine: byEpisode,
  });
}

function byEpisode(answers: { data: Answer | undefined }[]): Map<string, WorkOnEpisode> {
  const episodes = answers.flatMap(({ data }) => data?.episodes ?? []);
  return new Map(episodes.map((one) => [one.sessionId, one]));
}
