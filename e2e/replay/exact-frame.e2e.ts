import { expect, test } from "@playwright/test";
import { readBarcode } from "@retake/media/barcode";
import { importBarcodes } from "./support/barcode-dataset.ts";
import { EpisodeView } from "./support/episode-page.ts";
import { episodeUrl, signIn } from "./support/house.ts";

const FPS = 30;
/** Two episodes in one MP4 with one key frame in 120: the second begins in the middle of a group of pictures. */
const EPISODES = [90, 61];

const stories = [
  { cameras: ["counter"], frames: [0, 1, 30, 44, "last"], what: "the picture shown" },
  { cameras: ["left", "right"], frames: [0, 44, "last"], what: "every picture of two cameras shown" },
] as const;

for (const { cameras, frames, what } of stories) {
  test(`${what} at ?t= is exactly that frame, also at the edges and in the middle of a shared file`, async ({
    page,
  }) => {
    test.setTimeout(600_000);
    await signIn(page);
    const sessions = await importBarcodes(page, { fps: FPS, episodes: EPISODES, cameras: [...cameras] });
    expect(sessions.map((session) => session.total_frames)).toEqual(EPISODES);
    const view = new EpisodeView(page);
    for (const [episode, session] of sessions.entries()) {
      const first = episode === 0 ? 0 : (EPISODES[0] ?? 0);
      for (const wanted of frames) {
        const frame = wanted === "last" ? (EPISODES[episode] ?? 0) - 1 : wanted;
        // Just inside the frame's begin, as a link has it, and shortly before its end.
        for (const t of [(frame / FPS).toFixed(3), ((frame + 0.9) / FPS).toFixed(3)]) {
          await view.open(episodeUrl(session.session_id, `?t=${t}`));
          for (const camera of cameras.keys()) {
            expect(`t=${t}: ${await numberSeen(view, camera, first)}`).toBe(`t=${t}: ${frame}`);
          }
          expect(await view.frame()).toBe(frame);
        }
      }
    }
    await stepThrough(view, cameras.length, EPISODES[0] ?? 0);
  });
}

/** From the last frame of the open episode back by single steps: each shows its own picture. */
async function stepThrough(view: EpisodeView, cameras: number, first: number): Promise<void> {
  await view.page.keyboard.press("End");
  await view.settled();
  for (let step = 0; step < 12; step++) {
    await view.page.keyboard.press("ArrowLeft");
    await view.settled();
    for (let camera = 0; camera < cameras; camera++) {
      expect(await numberSeen(view, camera, first)).toBe(await view.frame());
    }
  }
}

/** The number that the picture itself says, counted from the episode's first frame. */
async function numberSeen(view: EpisodeView, camera: number, first: number): Promise<number> {
  const picture = await view.pixels(camera);
  return readBarcode(picture.data, picture.width, picture.height, 4) - first;
}
