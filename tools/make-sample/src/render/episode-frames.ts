import type { Episode } from "../sim/simulate.ts";
import { frontCamera, wristCamera } from "./camera.ts";
import { drawFrame } from "./draw-frame.ts";

/** The cameras of the dataset, in the order in which frames are drawn. */
export const CAMERAS = [
  { key: "observation.images.front", width: 320, height: 240 },
  { key: "observation.images.wrist", width: 240, height: 180 },
] as const;

/** RGB pixels of every frame of an episode, one list a camera. */
export function episodeFrames(episode: Episode): Uint8Array[][] {
  const sizes = CAMERAS.map(({ width, height }): [number, number] => [width, height]);
  const drawn = episode.rows.map((row) =>
    drawFrame(row, [frontCamera, (width, height) => wristCamera(row.state, width, height)], sizes),
  );
  return CAMERAS.map((_, n) => drawn.map((pictures) => pictures[n] ?? new Uint8Array()));
}
