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
  const complete = new Set<string>();
  for (const camera of episode.cameras) {
    if (camera.storage !== "missing") {
      prefixes.set(camera.topic, cameraUrl(workspaceSlug, episode.sessionId, camera.topic));
    }
    if (camera.frames === episode.totalFrames) complete.add(camera.topic);
  }
  const { source, startTime, fps } = episode;
  return (topic, time, frame) => {
    const prefix = prefixes.get(topic);
    if (prefix === undefined) return null;
    // A frame number is what its recorder made of it: only where it counts the pictures it says which one this is.
    const counts = complete.has(topic) && Math.round((time - startTime) * fps) === frame;
    return source === "live" || !counts ? `${prefix}/at/${time}.jpg` : `${prefix}/frames/${frame}.jpg`;
  };
}
