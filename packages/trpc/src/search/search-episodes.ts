import type { WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import type { LayerUser } from "../policies/layers.ts";
import { episodeRow } from "../presenters/episode-row.ts";
import { cameraUrl } from "../presenters/media-url.ts";
import type { SearchAnswer } from "../schemas/search.ts";
import type { Moment } from "./find-moments.ts";
import { searchRecords, type SearchRequest } from "./search-records.ts";

/** A search as screens show it. @param workspace one that the caller was authorised for */
export async function searchEpisodes(
  services: Pick<Services, "db" | "catalogue" | "search" | "now">,
  workspace: WorkspaceAccess,
  reader: LayerUser,
  request: SearchRequest,
): Promise<SearchAnswer> {
  const began = performance.now();
  const found = await searchRecords(services, workspace.id, reader, request);
  const { parsed, hits, moments, total, confidence, state } = found;
  const best = Math.max(1e-9, ...moments.map(({ rank }) => rank));
  return {
    chips: parsed.chips,
    rest: parsed.rest,
    episodes: hits.map(({ record, score, why, moment }) => ({
      row: episodeRow(workspace.slug, record),
      score,
      why,
      moment: moment === null ? null : momentOf(moment),
    })),
    moments: moments.map((moment) => ({
      ...momentOf(moment),
      sessionId: moment.sessionId,
      title: moment.title,
      author: moment.author,
      posterUrl: posterUrl(workspace.slug, moment),
      score: moment.rank / best,
    })),
    total,
    confidence,
    embeddings: state,
    tookMs: performance.now() - began,
  };
}

function momentOf({ start, end, text, kind }: Moment): Pick<Moment, "start" | "end" | "text" | "kind"> {
  return { start, end, text, kind };
}

function posterUrl(workspaceSlug: string, { sessionId, posterTopic }: Moment): string | null {
  return posterTopic === null ? null : `${cameraUrl(workspaceSlug, sessionId, posterTopic)}/poster.jpg`;
}
