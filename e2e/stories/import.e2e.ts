import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { house, signIn } from "../replay/support/house.ts";
import { writeTinyDataset } from "../replay/support/tiny-dataset.ts";

let parent: string;

test.beforeAll(async () => {
  parent = await mkdtemp(path.join(os.tmpdir(), "retake-story-"));
});
test.afterAll(() => rm(parent, { recursive: true, force: true }));

test("a folder is looked into, imported with progress to watch, and its episodes are there", async ({
  page,
}) => {
  const folder = path.join(parent, "story-arm");
  await writeTinyDataset({
    folder,
    fps: 10,
    episodes: [30, 40, 50],
    signal: (row) => row / 10,
  });
  await signIn(page);
  await page.goto(`${house.url()}/w/${house.workspace()}/admin/imports`);
  await page.getByLabel("Hub id or folder").fill(folder);
  await page.getByRole("button", { name: "See what is in it" }).click();
  const inside = page.getByRole("region", { name: "What is in it" });
  await expect(inside).toContainText("3 with 120 frames");
  await inside.getByRole("button", { name: /^Import/ }).click();
  const ended = page.getByRole("listitem").filter({ hasText: folder });
  await expect(ended).toContainText("3 episodes imported", { timeout: 60_000 });
  await ended.getByRole("link", { name: "Show its episodes" }).click();
  await expect(page.getByRole("grid", { name: "Episodes" }).getByRole("row")).toHaveCount(4);
});

test("the folder chooser leads to a dataset; an import of its first episodes says so", async ({ page }) => {
  const folder = path.join(parent, "chosen-arm");
  await writeTinyDataset({ folder, fps: 10, episodes: [20, 20, 20], signal: (row) => row });
  await signIn(page);
  await page.goto(`${house.url()}/w/${house.workspace()}/admin/imports`);
  await page.getByRole("button", { name: "Choose a folder" }).click();
  const chooser = page.getByRole("dialog", { name: "Choose a folder" });
  // From wherever it begins, up to the top and down again to the story's own folder.
  const steps = (await realpath(parent)).split("/").slice(1);
  const place = chooser.getByRole("heading", { level: 3 });
  for (let before = ""; (before = (await place.textContent()) ?? "") !== "/";) {
    await chooser.getByRole("button", { name: "One up" }).click();
    await expect(place).not.toHaveText(before);
  }
  for (const step of steps) await chooser.getByRole("button", { name: step, exact: true }).click();
  await chooser.getByRole("button", { name: /^chosen-arm.*dataset/ }).click();
  const inside = page.getByRole("region", { name: "What is in it" });
  await inside.getByLabel(/At most/).fill("2");
  await inside.getByRole("button", { name: "Import the first 2 episodes" }).click();
  const ended = page.getByRole("listitem").filter({ hasText: "chosen-arm" });
  await expect(ended).toContainText("2 episodes imported", { timeout: 60_000 });
  await expect(ended).toContainText("at most 2 episodes asked for");
});

test("an import can be cancelled on its way; what is kept of it is said, and how to go on", async ({
  page,
}) => {
  const folder = path.join(parent, "long-arm");
  const episodes = Array.from({ length: 3_000 }, () => 10);
  await writeTinyDataset({ folder, fps: 10, episodes, signal: (row) => row });
  await signIn(page);
  await page.goto(`${house.url()}/w/${house.workspace()}/admin/imports`);
  await page.getByLabel("Hub id or folder").fill(folder);
  await page.getByRole("button", { name: "See what is in it" }).click();
  await page.getByRole("button", { name: "Import all 3,000 episodes" }).click();
  const running = page.getByRole("article").filter({ hasText: folder });
  await expect(running).toContainText(/[1-9]\d* of 3,000 episodes/, { timeout: 60_000 });
  await running.getByRole("button", { name: "Cancel" }).click();
  const ended = page.getByRole("listitem").filter({ hasText: folder });
  await expect(ended).toContainText("Cancelled", { timeout: 60_000 });
  await expect(ended).toContainText(/[1-9]\d* of 3,000 episodes kept, shown once all are in/);
  await expect(ended.getByRole("button", { name: "Resume" })).toBeEnabled();
  await expect(ended.getByRole("link", { name: "Show its episodes" })).toBeHidden();
});

test("a folder that is no dataset is refused in words before anything is written", async ({ page }) => {
  const folder = path.join(parent, "not-a-dataset");
  await mkdir(path.join(folder, "meta"), { recursive: true });
  await writeFile(path.join(folder, "meta/info.json"), "");
  await signIn(page);
  await page.goto(`${house.url()}/w/${house.workspace()}/admin/imports`);
  await page.getByLabel("Hub id or folder").fill(folder);
  await page.getByRole("button", { name: "See what is in it" }).click();
  await expect(page.getByRole("alert").first()).toContainText(/\w+ \w+/);
  await expect(page.getByRole("region", { name: "What is in it" })).toBeHidden();
});
