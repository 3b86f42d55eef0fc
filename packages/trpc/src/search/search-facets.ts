import { parseQuery } from "@retake/ai/query";
import type { WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { episodeFacets } from "../episodes/episode-facets.ts";
import type { LayerUser } from "../policies/layers.ts";
import type { EpisodeFacets, EpisodeFilter } from "../schemas/episodes.ts";
import { rankQuestion } from "./rank-question.ts";
import { searchConditions } from "./search-conditions.ts";
import { searchVocabulary } from "./search-vocabulary.ts";

/**
 * What each choice of each filter would leave of the results of a search: exactly those of filters, and of words the best, which is all that is ranked.
 * Of these it is said how many they are.
 */
export async function searchFacets(
  services: Pick<Services, "db" | "catalogue" | "search" | "now">,
  workspace: WorkspaceAccess,
  reader: LayerUser,
  { query, filter }: { query: string; filter: EpisodeFilter },
): Promise<EpisodeFacets> {
  const parsed = parseQuery(query, await searchVocabulary(services, workspace.id), services.now());
  const scope = { parsed, filter: {}, reader };
  if (parsed.rest === "") {
    return episodeFacets(services, workspace, filter, {
      condition: (sql) => searchConditions(scope, sql),
      of: null,
    });
  }
  const { ids } = await rankQuestion(services, workspace.id, scope, parsed);
  const best = ids.slice(0, parsed.limit ?? Infinity);
  return episodeFacets(services, workspace, filter, {
    condition: (sql) => ` and e."id" = any(${sql.add(best)})`,
    of: best.length,
  });
}
