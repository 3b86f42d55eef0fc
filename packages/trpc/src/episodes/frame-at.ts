import { notFound } from "@retake/core/errors";
import type { CameraRecord, CatalogueEpisode } from "../catalogue/types.ts";
import type { Services } from "../context.ts";

/** A camera that says no rate. */
const FPS_UNKNOWN = 1;
/** Rounding of a time that was itself computed from a frame number. */
const SLACK_S = 1e-6;
/** The share of a frame by which a row may lie before its frame's edge: stamps are single precision. */
const EDGE_SLACK_FRAMES = 0.01;

/**
 * The number of the frame nearest to a time, seconds from the episode's start.
 * A robot's pictures do not come at equal distances: between its first and its last the nearest is always within half of one.
 * @throws AppError `not_found` when none stands within half a frame of it
 */
export async function frameAt(
  { reader }: Pick<Services, "reader">,
  episode: CatalogueEpisode,
  camera: CameraRecord,
  time: number,
): Promise<number> {
  if (episode.source === "live") return await pictureAt({ reader }, episode, camera, time);
  const fps = camera.fps > 0 ? camera.fps : episode.fps;
  const nearest = await reader.nearestRow(episode.segments, { topic: camera.topic, time });
  const isNear = nearest !== null && Math.abs(nearest.t - time) <= 0.5 / Math.min(fps, episode.fps) + SLACK_S;
  if (!isNear || camera.storage === "missing") throw notFound(`A frame of “${camera.topic}” at ${time} s`);
  // As many pictures as rows: by number, so that uneven time stamps never shift one. Else, as a player does, by time.
  const isByNumber = camera.storage === "images" || camera.frames === episode.totalFrames;
  return isByNumber ? nearest.ordinal : Math.floor((nearest.t - episode.startTime) * fps + EDGE_SLACK_FRAMES);
}

async function pictureAt(
  { reader }: Pick<Services, "reader">,
  episode: CatalogueEpisode,
  camera: CameraRecord,
  time: number,
): Promise<number> {
  const { topic, fps } = camera;
  const nearest = await reader.nearestRow(episode.segments, { topic, time });
  const times = episode.topics.find(({ name }) => name === topic);
  const isWithin = times !== undefined && time >= times.firstTime && time <= times.lastTime;
  const reach = 0.5 / (fps > 0 ? fps : episode.fps > 0 ? episode.fps : FPS_UNKNOWN) + SLACK_S;
  if (nearest !== null && (isWithin || Math.abs(nearest.t - time) <= reach)) return nearest.ordinal;
  throw notFound(`A frame of “${topic}” at ${time} s`);
}
