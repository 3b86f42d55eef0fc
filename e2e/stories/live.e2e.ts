import { expect, test, type Page } from "@playwright/test";
import { episodeUrl, house, signIn } from "../replay/support/house.ts";
import { startRobot, type ScriptedRobot } from "../support/scripted-robot.ts";
import { spread, watchEdge } from "../support/watch-edge.ts";

const story = (name: string): string => `story-${name}-${Date.now().toString(36)}`;
const robots: ScriptedRobot[] = [];

test.afterEach(async () => {
  await Promise.all(robots.splice(0).map((robot) => robot.end().catch(() => undefined)));
});

async function record(sessionId: string): Promise<ScriptedRobot> {
  const robot = await startRobot({ ingestUrl: house.ingestUrl(), token: house.robotToken(), sessionId });
  robots.push(robot);
  return robot;
}

const live = (page: Page) => page.locator("[data-live]");
const time = async (page: Page): Promise<number> =>
  Number.parseFloat((await page.getByTestId("time").textContent()) ?? "");
/** The counter that the camera shows: pictures come at 10 Hz, so it tells the moment. */
const shownFrame = (page: Page): Promise<number> =>
  page.locator("[data-camera]").evaluate((tile) => Number((tile as HTMLElement).dataset["frame"] ?? "-1"));

test("a robot that starts shows up, is followed at its edge, looked back at while it records, and becomes an episode like any other", async ({
  page,
}) => {
  const sessionId = story("follow");
  await signIn(page);
  await page.goto(`${house.url()}/w/${house.workspace()}/live`);
  await expect(page.getByRole("heading", { name: "Live", exact: true })).toBeVisible();
  const robot = await record(sessionId);
  const card = page.locator(`[data-recording="${sessionId}"]`);
  await expect(card).toBeVisible();
  await expect(card).toContainText("recording");
  await expect(card).toContainText("count the pictures");
  await expect(card.getByRole("list", { name: "Quality by topic" })).toContainText("state");
  await expect(page.getByRole("link", { name: /live/ }).filter({ hasText: /\d live/ })).toBeVisible();

  await card.getByRole("link").click();
  await expect(live(page)).toHaveAttribute("data-live", "edge");
  const seen = await watchEdge(page);
  const first = await time(page);
  await expect.poll(() => time(page)).toBeGreaterThan(first + 1);
  await expect.poll(async () => (await seen()).pictures.length).toBeGreaterThan(5);
  await expect(page.locator("[data-plot='/state']")).toHaveAttribute("data-drawn", "yes");
  robot.mark("note", "the cup was moved");
  await expect(page.locator("button[data-mark='note']")).toHaveText(/the cup was moved/);

  await page.keyboard.press("Space");
  await expect(live(page)).toHaveAttribute("data-live", "past");
  const paused = await time(page);
  await page.keyboard.press("Home");
  await expect.poll(() => shownFrame(page)).toBe(0);
  expect(await time(page)).toBeLessThan(paused);
  for (let step = 0; step < 10; step += 1) await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(() => shownFrame(page)).toBeGreaterThan(10);
  await page.keyboard.press("End");
  await expect(live(page)).toHaveAttribute("data-live", "edge");
  await expect.poll(() => time(page)).toBeGreaterThan(paused);

  const { messages, frames, dropped } = await robot.end();
  expect([frames, dropped]).toEqual([robot.picturesSent.size, 0]);
  await expect(live(page)).toHaveCount(0, { timeout: 60_000 });
  await expect(page.getByRole("toolbar", { name: "Playback" })).toBeVisible();
  await expect(page.locator("button[data-mark='note']")).toHaveText(/the cup was moved/);
  await page.getByRole("tab", { name: "Info" }).click();
  await expect(page.getByRole("complementary", { name: "Info" })).toContainText(
    messages.toLocaleString("en"),
  );
  await page.keyboard.press("Home");
  await page.keyboard.press("Space");
  await expect.poll(() => time(page)).toBeGreaterThan(1);
});

test("a link to a moment of an episode that records opens there, not at the edge", async ({ page }) => {
  const sessionId = story("link");
  const robot = await record(sessionId);
  await signIn(page);
  await page.goto(episodeUrl(sessionId));
  await expect(live(page)).toHaveAttribute("data-live", "edge");
  await expect.poll(() => time(page)).toBeGreaterThan(2);
  await page.goto(episodeUrl(sessionId, "?t=1.000"));
  await expect(live(page)).toHaveAttribute("data-live", "past");
  expect(await time(page)).toBe(1);
  await page.getByRole("button", { name: "Go live" }).last().click();
  await expect(live(page)).toHaveAttribute("data-live", "edge");
  await robot.end();
});

test("a robot that is cut off is told so, with until when it is waited for; the list of episodes says it too", async ({
  page,
}) => {
  const sessionId = story("cut");
  const robot = await record(sessionId);
  await signIn(page);
  await page.goto(episodeUrl(sessionId));
  await expect.poll(() => time(page)).toBeGreaterThan(1);
  robot.leave();
  await expect(page.getByRole("status").filter({ hasText: "cut off" })).toContainText(
    /resumes by itself until/,
  );
  await page.goto(`${house.url()}/w/${house.workspace()}/live`);
  await expect(page.locator(`[data-recording="${sessionId}"]`)).toContainText("What was confirmed is kept");
  await page.goto(`${house.url()}/w/${house.workspace()}/episodes?q=${sessionId}`);
  await expect(page.getByRole("row").filter({ hasText: sessionId })).toContainText("cut off");
});

test("from the robot to the screen: how long pictures and signals take (printed, not judged)", async ({
  page,
}) => {
  const sessionId = story("latency");
  const robot = await record(sessionId);
  await signIn(page);
  await page.goto(episodeUrl(sessionId));
  await expect(live(page)).toHaveAttribute("data-live", "edge");
  const seen = await watchEdge(page);
  await expect.poll(async () => (await seen()).pictures.length, { timeout: 60_000 }).toBeGreaterThan(120);
  const { pictures, times } = await seen();
  const ofPictures = pictures.slice(5).flatMap(([counter, atMs]) => {
    const sent = robot.picturesSent.get(counter);
    return sent === undefined ? [] : [atMs - sent];
  });
  const ofSignals = times.slice(5).map(([seconds, atMs]) => atMs - (robot.startedAt + seconds * 1000));
  const sentMeanwhile = (pictures.at(-1)?.[0] ?? 0) - (pictures[0]?.[0] ?? 0) + 1;
  process.stdout.write(
    `  robot → pixel: pictures ${spread(ofPictures)}; ${pictures.length} shown of ${sentMeanwhile} sent meanwhile\n`,
  );
  process.stdout.write(`  robot → pixel: signals ${spread(ofSignals)}\n`);
  expect(ofPictures.length).toBeGreaterThan(100);
  expect(ofSignals.length).toBeGreaterThan(100);
  // A number names one picture: none was shown twice, none went back.
  expect(pictures.map(([counter]) => counter)).toEqual(
    pictures.map(([counter]) => counter).toSorted((a, b) => a - b),
  );
  await robot.end();
});
