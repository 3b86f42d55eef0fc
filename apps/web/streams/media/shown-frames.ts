import { spreadEvenly, STRIP_FRAMES } from "@retake/media/stills";
import type { CameraRecord, CatalogueEpisode } from "@retake/trpc/catalogue";

/** The frame that stands for a camera: a third into the episode. */
export function posterFrame(episode: CatalogueEpisode, camera: CameraRecord): number {
  return Math.floor(settledFrames(episode, camera, 0) / 3);
}

export function stripFrames(episode: CatalogueEpisode, camera: CameraRecord): number[] {
  return spreadEvenly(settledFrames(episode, camera, 3), STRIP_FRAMES);
}

/** While a camera records its frames are rounded down to so many binary digits and one, or what is made of them would never be the same twice. */
function settledFrames(episode: CatalogueEpisode, { frames }: CameraRecord, digits: number): number {
  if (episode.recording === null || frames < 1) return frames;
  const step = 2 ** Math.max(0, Math.floor(Math.log2(frames)) - digits);
  return Math.floor(frames / step) * step;
}
