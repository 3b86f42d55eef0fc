import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { episodeUrl, importFolder, SAMPLE, sessionsOf, signIn } from "./support/house.ts";
import { writeTinyDataset } from "./support/tiny-dataset.ts";

const FPS = 500;
const FRAMES = 60_000;
const SPIKE_AT = 41_234;

/** Rows of the plot's canvas that hold ink of the line in the column where `share` of the time has passed. */
function inkAt(page: Page, share: number): Promise<number> {
  return page.locator('[data-signal="/observation/state"] canvas').evaluate((element, at) => {
    const canvas = element as HTMLCanvasElement;
    const over = canvas.parentElement?.querySelector<HTMLElement>(".u-over");
    const context = canvas.getContext("2d");
    if (context === null || over === null || over === undefined) throw new Error("no plot");
    const scale = canvas.width / canvas.clientWidth;
    const x = Math.round((over.offsetLeft + at * over.clientWidth) * scale);
    const { data, width, height } = context.getImageData(x - 2, 0, 5, canvas.height);
    let rows = 0;
    for (let y = 0; y < height; y++) {
      let isLine = false;
      for (let dx = 0; dx < width; dx++) {
        const i = (y * width + dx) * 4;
        const [r = 0, g = 0, b = 0, a = 0] = data.subarray(i, i + 4);
        isLine ||= a > 60 && Math.max(r, g, b) - Math.min(r, g, b) > 40;
      }
      if (isLine) rows += 1;
    }
    return rows / height;
  }, share);
}

test("one sample that leaps out of sixty thousand is seen with the whole episode in view, and exactly when zoomed in", async ({
  page,
}) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "retake-spike-"));
  // Named after the temporary folder, so that a second run in the same house finds its own.
  const dataset = path.join(folder, path.basename(folder));
  try {
    const signal = (row: number): number => (row === SPIKE_AT ? 10 : Math.sin(row / 3_000) * 0.1);
    await writeTinyDataset({ folder: dataset, fps: FPS, episodes: [FRAMES], signal });
    await signIn(page);
    const [session] = await importFolder(page, dataset, path.basename(dataset));
    await page.goto(episodeUrl(session?.session_id ?? ""));
    await expect(page.locator('[data-plot="/observation/state"][data-drawn="yes"]')).toBeVisible();
    const share = SPIKE_AT / (FRAMES - 1);
    await expect.poll(() => inkAt(page, share)).toBeGreaterThan(0.7);
    expect(await inkAt(page, share - 0.1)).toBeLessThan(0.2);

    const surface = page.locator('[data-signal="/observation/state"] [data-time-surface]');
    const box = await surface.boundingBox();
    if (box === null) throw new Error("no plot");
    await page.mouse.move(box.x + share * box.width, box.y + box.height / 2);
    for (let i = 0; i < 12; i++) await page.mouse.wheel(0, -500);
    const reading = page.locator('[data-signal="/observation/state"] [data-reading="0"]');
    await expect(page.getByRole("button", { name: "All", exact: true })).toBeVisible();
    await expect(reading).not.toContainText("…");

    await page.mouse.dblclick(box.x + 0.2 * box.width, box.y + box.height / 2);
    await expect(page.getByRole("button", { name: "All", exact: true })).toBeHidden();
    await expect(reading).toContainText("…");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("signals hide and show one by one, and the choice is remembered", async ({ page }) => {
  await signIn(page);
  const [session] = await sessionsOf(page, SAMPLE);
  await page.goto(episodeUrl(session?.session_id ?? ""));
  const rows = page.locator("[data-signal]");
  await rows.first().waitFor();
  const [count, name] = [await rows.count(), await rows.first().getAttribute("data-signal")];
  await page.getByRole("button", { name: `Hide ${name}` }).click();
  await expect(rows).toHaveCount(count - 1);
  await page.reload();
  await rows.first().waitFor();
  await expect(page.locator(`[data-signal="${name}"]`)).toHaveCount(0);
  await page.getByRole("button", { name: /^Signals: / }).click();
  await page.getByRole("checkbox", { name: name ?? "" }).click();
  await expect(rows).toHaveCount(count);
});
