import type { RowPage } from "@retake/telemetry/reader";
import type { CatalogueEpisode } from "../catalogue/types.ts";
import type { Services } from "../context.ts";
import { cameraUrl } from "../presenters/media-url.ts";

export interface SeekRequest {
  start_time?: number | undefined;
  end_time?: number | undefined;
  topics?: string[] | null | undefined;
  limit: number;
}

/** Rows in time order, both ends inclusive; `nextTime` is where to go on. Rows of one timestamp stay together. No topics named: all of them. */
export function seekEpisode(
  { reader }: Pick<Services, "reader">,
  episode: CatalogueEpisode,
  { start_time: from, end_time: to, topics, limit }: SeekRequest,
): Promise<RowPage> {
  const named = topics === null || topics?.length === 0 ? undefined : topics;
  return reader.rows(episode.segments, { from, to, topics: named, limit });
}

/** Where the pictures of image rows are served: null for cameras without any. */
export function imagePaths(
  workspaceSlug: string,
  episode: CatalogueEpisode,
): (topic: string, time: number, frame: number) => string | null {
  const prefixes = new Map<string, string>();
  for (const camera of episode.cameras) {
    if (camera.storage !== "missing") {
      prefixes.set(camera.topic, cameraUrl(workspaceSlug, episode.sessionId, camera.topic));
    }
  }
  return (topic, time, frame) => {
    const prefix = prefixes.get(topic);
    if (prefix === undefined) return null;
    // The frame number of a robot is its own, and says nothing of which picture this is.
    if (episode.source === "live") return `${prefix}/at/${time}.jpg`;
    return frame < 0 ? null : `${prefix}/frames/${frame}.jpg`;
  };
}
