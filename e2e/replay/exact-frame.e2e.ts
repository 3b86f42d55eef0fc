import { mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { readBarcode } from "@retake/media/barcode";
import { makeClip } from "./support/barcode-clip.ts";
import { EpisodeView } from "./support/episode-page.ts";
import { episodeUrl, importFolder, signIn } from "./support/house.ts";
import { writeTinyDataset } from "./support/tiny-dataset.ts";

const FPS = 30;
/** Two episodes in one MP4 with one key frame in 120: the second begins in the middle of a group of pictures. */
const EPISODES = [90, 61];
const CAMERA = { name: "observation.images.counter", width: 128, height: 96 };

test("the picture shown at ?t= is exactly that frame, also at the edges and in the middle of a shared file", async ({
  page,
}) => {
  test.setTimeout(240_000);
  const folder = await mkdtemp(path.join(os.tmpdir(), "retake-barcode-"));
  // Named after the temporary folder, so that a second run in the same house finds its own.
  const dataset = path.join(folder, path.basename(folder));
  const target = path.join(dataset, `videos/${CAMERA.name}/chunk-000/file-000.mp4`);
  try {
    await mkdir(path.dirname(target), { recursive: true });
    const frames = EPISODES.reduce((sum, n) => sum + n, 0);
    await makeClip({
      kind: "h264",
      frames,
      fps: FPS,
      width: CAMERA.width,
      height: CAMERA.height,
      target,
    });
    const camera = { ...CAMERA, file: target };
    await writeTinyDataset({ folder: dataset, fps: FPS, episodes: EPISODES, signal: (row) => row, camera });
    await signIn(page);
    const sessions = await importFolder(page, dataset, path.basename(dataset));
    expect(sessions.map((session) => session.total_frames)).toEqual(EPISODES);
    const view = new EpisodeView(page);
    for (const [episode, session] of sessions.entries()) {
      const first = episode === 0 ? 0 : (EPISODES[0] ?? 0);
      const last = (EPISODES[episode] ?? 0) - 1;
      for (const frame of [0, 1, 30, 44, last]) {
        // Just inside the frame's begin, as a link has it, and shortly before its end.
        for (const t of [(frame / FPS).toFixed(3), ((frame + 0.9) / FPS).toFixed(3)]) {
          await view.open(episodeUrl(session.session_id, `?t=${t}`));
          const picture = await view.pixels();
          const seen = readBarcode(picture.data, picture.width, picture.height, 4);
          expect(`t=${t}: ${seen - first}`).toBe(`t=${t}: ${frame}`);
          expect(await view.frame()).toBe(frame);
        }
      }
    }
    await stepThrough(view, EPISODES[0] ?? 0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** From the last frame of the open episode back by single steps: each shows its own picture. */
async function stepThrough(view: EpisodeView, first: number): Promise<void> {
  await view.page.keyboard.press("End");
  await view.settled();
  for (let step = 0; step < 12; step++) {
    await view.page.keyboard.press("ArrowLeft");
    await view.settled();
    const picture = await view.pixels();
    expect(readBarcode(picture.data, picture.width, picture.height, 4) - first).toBe(await view.frame());
  }
}
