import { frontCamera, wristCamera } from "../render/camera.ts";
import { drawFrame } from "../render/draw-frame.ts";
import type { Episode } from "../sim/simulate.ts";

/** Frames of each episode that camera statistics are taken from. */
export const SAMPLED_FRAMES = 3;
/** Small pictures have the same statistics; LeRobot itself shrinks before counting. */
const SIZE: [number, number] = [80, 60];

/** RGB values (0 to 1) of the sampled frames' pixels, one list a camera. */
export function sampleCameras({ rows }: Episode): number[][][] {
  const picked = Array.from(
    { length: SAMPLED_FRAMES },
    (_, n) => rows[Math.round((n * (rows.length - 1)) / (SAMPLED_FRAMES - 1))],
  );
  const cameras: number[][][] = [[], []];
  for (const row of picked) {
    if (row === undefined) continue;
    const pictures = drawFrame(
      row,
      [frontCamera, (width, height) => wristCamera(row.state, width, height)],
      [SIZE, SIZE],
    );
    for (const [camera, pixels] of pictures.entries()) {
      for (let at = 0; at < pixels.length; at += 3) {
        cameras[camera]?.push([0, 1, 2].map((channel) => (pixels[at + channel] ?? 0) / 255));
      }
    }
  }
  return cameras;
}
