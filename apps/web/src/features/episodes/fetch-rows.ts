import type { EpisodeRow } from "@retake/trpc/schemas";
import type { useTRPCClient } from "../../trpc/use-trpc.ts";
import { type EpisodeSource, loadPage, pageMaxOf } from "./load-page.ts";
import { chunksOf, type RowRange } from "./page-window.ts";

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
  for (const chunk of chunksOf(total, pageMaxOf(source))) {
    onProgress({ done: found.length, total });
    const place = { offset: range.first + chunk.offset, limit: chunk.limit };
    const answer = await loadPage(client, source, place, signal);
    found.push(...answer.episodes);
  }
  return found;
}
