import { join } from "node:path";
import sharp from "sharp";
import { afterAll, expect, test } from "vitest";
import { createStills } from "@retake/media/stills";
import { frontCamera, wristCamera } from "../src/render/camera.ts";
import { drawFrame } from "../src/render/draw-frame.ts";
import { CAMERAS } from "../src/render/episode-frames.ts";
import { SAMPLE_FOLDER, SAMPLE_SEED } from "../src/sample.ts";
import { makeEpisodes } from "../src/sim/make-episodes.ts";

const stills = createStills({ derived: { get: async () => null, put: async () => undefined } });
afterAll(() => stills.close());
const episodes = makeEpisodes(SAMPLE_SEED);

/** Mean difference of two pictures, 0 to 255. */
function difference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, n) => sum + Math.abs(value - (b[n] ?? 0)), 0) / a.length;
}

test.each([
  [0, 60],
  [5, 90],
  [31, 100],
])(
  "the videos show episode %i at frame %i as its row says, and not a moment later",
  { timeout: 300_000 },
  async (episode, frame) => {
    const firstFrame = episodes.slice(0, episode).reduce((sum, { rows }) => sum + rows.length, 0);
    const sizes = CAMERAS.map(({ width, height }): [number, number] => [width, height]);
    const draw = (n: number) => {
      const row = episodes[episode]!.rows[n]!;
      return drawFrame(row, [frontCamera, (width, height) => wristCamera(row.state, width, height)], sizes);
    };
    const [here, later] = [draw(frame), draw(frame + 6)];
    for (const [n, { key }] of CAMERAS.entries()) {
      const file = join(SAMPLE_FOLDER, "videos", key, "chunk-000/file-000.mp4");
      const shown = await sharp(await stills.frame({ file, hash: key, ordinal: firstFrame + frame }))
        .raw()
        .toBuffer();
      expect(difference(shown, here[n]!)).toBeLessThan(5);
      expect(difference(shown, later[n]!)).toBeGreaterThan(difference(shown, here[n]!) * 1.3);
    }
  },
);
