import { readFile } from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";
import { EpisodeView } from "./support/episode-page.ts";
import { episodeUrl, SAMPLE, sessionsOf, signIn } from "./support/house.ts";

async function openSample(page: Page, query = ""): Promise<{ view: EpisodeView; sessionId: string }> {
  await signIn(page);
  const [session] = await sessionsOf(page, SAMPLE);
  if (session === undefined) throw new Error("the bundled sample is missing");
  const view = new EpisodeView(page);
  await view.open(episodeUrl(session.session_id, query));
  return { view, sessionId: session.session_id };
}

test("the sample plays, pauses on one frame for text and pictures, and its address brings it back", async ({
  page,
}) => {
  const { view } = await openSample(page);
  await page.keyboard.press("Space");
  await expect.poll(() => view.frame()).toBeGreaterThan(8);
  await page.keyboard.press("Space");
  await view.settled();
  const frame = await view.frame();
  await expect.poll(() => new URL(page.url()).searchParams.get("t")).toBe((await view.time()).toFixed(3));
  await view.open(page.url());
  expect(await view.frame()).toBe(frame);
});

test("every key does what the help says", async ({ page }) => {
  const { view } = await openSample(page, "?t=1");
  const start = await view.frame();
  const presses: [string, number][] = [
    ["ArrowRight", 1],
    ["ArrowRight", 2],
    ["ArrowLeft", 1],
    ["Shift+ArrowRight", 11],
    ["Shift+ArrowLeft", 1],
  ];
  for (const [key, moved] of presses) {
    await page.keyboard.press(key);
    expect(await view.frame()).toBe(start + moved);
    await view.settled();
  }
  const before = await view.time();
  await page.keyboard.press("Control+ArrowRight");
  expect(await view.time()).toBeCloseTo(before + 1, 1);
  await page.keyboard.press("Home");
  expect(await view.frame()).toBe(0);
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("{");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("}");
  await expect(page.locator("[data-loop]")).toBeVisible();
  await expect.poll(() => new URL(page.url()).searchParams.has("from")).toBe(true);
  await page.keyboard.press("Escape");
  await expect(page.locator("[data-loop]")).toBeHidden();
  await page.keyboard.press("l");
  await expect(page.getByRole("button", { name: "Speed 1.25×" })).toBeVisible();
  await page.keyboard.press("j");
  await expect(page.getByRole("button", { name: "Speed 1×" })).toBeVisible();
  await page.keyboard.press("o");
  await expect(page.locator("[data-loop]")).toBeVisible();
  await page.keyboard.press("o");
  await expect(page.locator("[data-loop]")).toBeHidden();
  await page.keyboard.press("z");
  await expect(page.getByRole("button", { name: "All", exact: true })).toBeVisible();
  await page.keyboard.press("0");
  await expect(page.getByRole("button", { name: "All", exact: true })).toBeHidden();
  await expect(page.getByRole("tablist", { name: "About this episode" })).toBeVisible();
  await page.keyboard.press("i");
  await expect(page.getByRole("tablist", { name: "About this episode" })).toBeHidden();
  await page.keyboard.press("i");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toContainText("Ten frames on");
  await page.keyboard.press("Escape");
});

test("T goes to a typed time or frame, says what it cannot read, and leaves Space to playing", async ({
  page,
}) => {
  const { view } = await openSample(page, "?t=1");
  const goTo = page.getByLabel("Go to", { exact: true });
  await page.keyboard.press("t");
  await expect(goTo).toHaveValue("1.000 s");
  await page.keyboard.type("#47");
  await page.keyboard.press("Enter");
  await expect(goTo).toBeHidden();
  expect(await view.frame()).toBe(47);
  await view.settled();
  await page.getByRole("button", { name: "Go to a time or frame" }).click();
  await goTo.fill("soon");
  await goTo.press("Enter");
  await expect(page.getByText("Not a time or a frame.")).toBeVisible();
  await goTo.fill("0:02.5");
  await goTo.press("Enter");
  await expect(goTo).toBeHidden();
  expect(await view.time()).toBeCloseTo(2.5, 1);
  await page.keyboard.press("Space");
  await expect(page.getByRole("toolbar", { name: "Playback" })).toHaveAttribute("data-playing", "true");
});

test("the frame on the screen is saved as it came, named after episode, camera and frame", async ({
  page,
}) => {
  const { view, sessionId } = await openSample(page, "?t=1");
  const tile = page.locator("[data-camera]").first();
  await tile.hover();
  const saved = page.waitForEvent("download");
  await tile.getByRole("button", { name: /^Save this frame/ }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe(`${sessionId} front ${await view.frame()}.png`);
  const png = await readFile(await file.path());
  const shown = await view.pixels();
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([shown.width, shown.height]);
});

test("the page is named after its episode, whose name can be copied", async ({ page, context }) => {
  const { sessionId } = await openSample(page);
  await expect(page).toHaveTitle(`Episode 0 · ${SAMPLE} · Retake`);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("tab", { name: "Info" }).click();
  await page.getByRole("button", { name: "Copy the name" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(sessionId);
});

test("a tab pressed by mouse leaves the keys to the player", async ({ page }) => {
  await openSample(page);
  await page.getByRole("tab", { name: "Comments" }).click();
  await expect(page.getByRole("tab", { name: "Comments" })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Space");
  await expect(page.getByRole("toolbar", { name: "Playback" })).toHaveAttribute("data-playing", "true");
});

test("a loop plays its range over and over", async ({ page }) => {
  const { view } = await openSample(page, "?t=0.5&from=0.5&to=0.9");
  await page.keyboard.press("Space");
  await page.waitForFunction(() => {
    const time = Number.parseFloat(document.querySelector('[data-testid="time"]')?.textContent ?? "");
    const seen = window as unknown as { highest?: number; turns?: number };
    if (time < (seen.highest ?? 0) - 0.2) seen.turns = (seen.turns ?? 0) + 1;
    seen.highest = time;
    return (seen.turns ?? 0) >= 2;
  });
  expect(await view.time()).toBeLessThanOrEqual(0.901);
});

test("S and F set the outcome, again takes it back, and keys stay with the field one types in", async ({
  page,
}) => {
  const { view, sessionId } = await openSample(page);
  const success = page.getByRole("button", { name: "success", exact: true });
  const wasOn = (await success.getAttribute("aria-pressed")) === "true";
  await page.keyboard.press("s");
  await expect(success).toHaveAttribute("aria-pressed", String(!wasOn));
  await expect.poll(async () => (await sessionOutcome(page, sessionId)) === "success").toBe(!wasOn);
  await page.keyboard.press("s");
  await expect.poll(async () => (await sessionOutcome(page, sessionId)) === "success").toBe(wasOn);

  const frame = await view.frame();
  const tag = page.getByLabel("Add a tag", { exact: true });
  await tag.fill("fs jk");
  await tag.press("ArrowLeft");
  await tag.press("Control+ArrowLeft");
  await tag.press("s");
  expect(await view.frame()).toBe(frame);
  await expect(tag).toHaveValue(/s/);
  expect((await sessionOutcome(page, sessionId)) === "success").toBe(wasOn);
});

async function sessionOutcome(page: Page, sessionId: string): Promise<unknown> {
  const url = new URL(`/api/v1/sessions/${encodeURIComponent(sessionId)}`, page.url());
  return ((await (await page.request.get(url.href)).json()) as { outcome: unknown }).outcome;
}

test("N and P go through the list the episode was opened from", async ({ page }) => {
  const { sessionId } = await openSample(page, `?sort=index&dataset=${SAMPLE}`);
  await page.getByRole("button", { name: "Next episode" }).and(page.locator(":enabled")).waitFor();
  await page.keyboard.press("n");
  await page.waitForURL((url) => !url.pathname.includes(sessionId));
  expect(new URL(page.url()).searchParams.get("sort")).toBe("index");
  await expect(page.getByRole("button", { name: "Previous episode" })).toBeEnabled();
  await page.keyboard.press("p");
  await page.waitForURL((url) => url.pathname.includes(encodeURIComponent(sessionId)));
});

test("an unknown episode is said to be missing, with the way back", async ({ page }) => {
  await signIn(page);
  await page.goto(episodeUrl("no-such-episode"));
  await expect(page.getByRole("heading", { name: "This episode was not found" })).toBeVisible();
  await expect(page.getByRole("link", { name: "All episodes" })).toBeVisible();
});
