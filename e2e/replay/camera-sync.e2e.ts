import path from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { EpisodeView } from "./support/episode-page.ts";
import { episodeUrl, house, importFolder, signIn } from "./support/house.ts";

interface Moment {
  /** Milliseconds since the page was opened. */
  at: number;
  seeking: boolean;
  /** Of the pictures shown. */
  frames: number[];
  /** Seconds, of the cameras' own clocks. */
  clocks: number[];
}

const root = house.testData;
const FPS = 30;

/** Ends when so many more milliseconds of display frames have been looked at. */
async function watched(page: Page, durationMs: number): Promise<void> {
  await page.evaluate((wanted) => {
    const { moments } = window as unknown as { moments: Moment[] };
    const from = moments.at(-1)?.at ?? performance.now();
    return new Promise<void>((resolve) => {
      const look = (): void => {
        if ((moments.at(-1)?.at ?? 0) - from >= wanted) resolve();
        else requestAnimationFrame(look);
      };
      look();
    });
  }, durationMs);
}

test("three cameras stay within one frame of each other over ten seconds with seeks", async ({ page }) => {
  test.skip(root === undefined, "RETAKE_TEST_DATA is not set");
  test.setTimeout(120_000);
  await signIn(page);
  const sessions = await importFolder(page, path.join(root ?? "", "franka-3cam-v21"), "franka-3cam-v21");
  const view = new EpisodeView(page);
  await view.open(episodeUrl(sessions[0]?.session_id ?? "", "?t=0.5"));
  expect(await view.cameraFrames()).toHaveLength(3);

  await page.evaluate(() => {
    const moments: Moment[] = [];
    const tiles = [...document.querySelectorAll<HTMLElement>("[data-camera]")];
    const videos = [...document.querySelectorAll("video")];
    const look = (): void => {
      const moving = videos.every((video) => !video.paused && !video.seeking);
      moments.push({
        at: performance.now(),
        seeking: !moving,
        frames: tiles.map((tile) => Number(tile.dataset["frame"])),
        clocks: videos.map((video) => video.currentTime),
      });
      requestAnimationFrame(look);
    };
    Object.assign(window, { moments });
    requestAnimationFrame(look);
  });
  await page.keyboard.press("Space");
  for (const key of ["Control+ArrowRight", "Control+ArrowLeft", "Control+ArrowLeft"]) {
    await watched(page, 2_500);
    await page.keyboard.press(key);
  }
  await watched(page, 2_500);
  await page.keyboard.press("Space");
  await view.settled();

  const moments = await page.evaluate(() => (window as unknown as { moments: Moment[] }).moments);
  const playing = moments.filter((moment) => !moment.seeking);
  const spread = (values: number[]): number => Math.max(...values) - Math.min(...values);
  const pictures = playing.map(({ frames }) => spread(frames));
  const clocks = playing.map(({ clocks: seconds }) => spread(seconds) * FPS);
  const share = (apart: number[]): number => apart.filter((frames) => frames <= 1).length / apart.length;
  const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
  process.stdout.write(
    `  three cameras, ${playing.length} display frames: clocks within one frame ${percent(share(clocks))}, ` +
      `pictures ${percent(share(pictures))}, at most ${Math.max(...pictures)} frames apart\n`,
  );
  expect(playing.length).toBeGreaterThan(60);
  expect(share(clocks)).toBeGreaterThan(0.95);
  // A busy machine without a graphics card drops pictures, each camera its own: the figure is printed, and drift would still fail here.
  expect(share(pictures)).toBeGreaterThan(0.5);
});
