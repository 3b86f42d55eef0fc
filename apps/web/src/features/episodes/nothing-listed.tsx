"use client";
import { useCan } from "../frame/workspace-context.tsx";
import { NoResults } from "../search/no-results.tsx";
import type { ListLayout } from "./list-layout.ts";
import { hasFilter } from "./list-params.ts";
import { ListSkeleton, NoEpisodes, NoMatch } from "./list-states.tsx";
import type { EpisodeListState } from "./use-episode-list.ts";
import { useHasEpisodes } from "./use-has-episodes.ts";

/** No row to show: nothing matches, or there is nothing yet that could. */
export function NothingListed({ state, layout }: { state: EpisodeListState; layout: ListLayout }) {
  const { workspace, list, pages } = state;
  const { administer } = useCan();
  const isNarrowed = list.ask !== null || hasFilter(list.params);
  const hasEpisodes = useHasEpisodes(workspace.slug, isNarrowed);
  if (hasEpisodes === null) return <ListSkeleton layout={layout} />;
  if (!isNarrowed || !hasEpisodes) return <NoEpisodes workspace={workspace.slug} canImport={administer} />;
  if (list.ask !== null && pages.facts !== null) return <NoResults ask={list.ask} facts={pages.facts} />;
  return <NoMatch onClearFilters={list.clearFilters} />;
}
