import { LIMITS } from "@retake/core/limits";
import type { EpisodeRow } from "@retake/trpc/schemas";
import type { useTRPCClient } from "../../trpc/use-trpc.ts";
import { chunksOf, type RowRange } from "./page-window.ts";
import type { EpisodeSource } from "./use-episode-pages.ts";

/** The rows of a range, by the largest pages the server gives, one after the other. */
export async function fetchRows(
  client: ReturnType<typeof useTRPCClient>,
  source: EpisodeSource,
  range: RowRange,
  signal: AbortSignal,
  onProgress: (progress: { done: number; total: number }) => void,
): Promise<EpisodeRow[]> {
  const total = range.last - range.first + 1;
  const found: EpisodeRow[] = [];
  for (const chunk of chunksOf(total, LIMITS.listPageMax)) {
    onProgress({ done: found.length, total });
    const { workspace, filter, sort } = source;
    const offset = range.first + chunk.offset;
    const page = { workspace, ...filter, sort, limit: chunk.limit, offset };
    const answer = await client.episodes.list.query(page, { signal });
    found.push(...answer.episodes);
  }
  return found;
}
