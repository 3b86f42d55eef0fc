import { type EpisodeSource, loadPage, pageMaxOf } from "../../episodes/load-page.ts";

type Client = Parameters<typeof loadPage>[0];

/** Results are looked through this deep for the episode that was opened from them. */
const PAGES_MAX = 5;

/** The results before and after an episode; null when it is not among the best of them. */
export async function findNeighbours(
  client: Client,
  source: EpisodeSource,
  sessionId: string,
  signal: AbortSignal,
) {
  const limit = pageMaxOf(source);
  const ids: string[] = [];
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { episodes, total } = await loadPage(client, source, { offset: page * limit, limit }, signal);
    ids.push(...episodes.map((row) => row.sessionId));
    const at = ids.indexOf(sessionId);
    const isLast = ids.length >= total || episodes.length === 0;
    // The one after the last of a page stands on the next.
    if (at !== -1 && (at < ids.length - 1 || isLast)) {
      return { previous: ids[at - 1] ?? null, next: ids[at + 1] ?? null, position: at + 1, total };
    }
    if (isLast) return null;
  }
  return null;
}
