import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Locator, type Page } from "@playwright/test";
import { episodeUrl, house, SAMPLE, sessionsOf, signIn } from "../replay/support/house.ts";
import { untilIndexed } from "../support/until-indexed.ts";

const list = (query = ""): string => `${house.url()}/w/${house.workspace()}/episodes${query}`;
const searched = (query: string): string => list(`?q=${encodeURIComponent(query)}`);
const rows = (page: Page): Locator => page.getByRole("grid", { name: "Episodes" }).getByRole("row");
const box = (page: Page): Locator => page.getByRole("combobox", { name: "Search episodes" });
const chips = (page: Page): Locator =>
  page.getByRole("group", { name: "Filters in the search" }).locator("[data-chip]");

test.beforeEach(async ({ page }) => {
  // The first one waits for the index of the sample.
  test.setTimeout(600_000);
  await signIn(page);
  await untilIndexed(page);
});

test("plain words find episodes and say why; filters among them become chips that keys edit", async ({
  page,
}) => {
  await page.goto(list());
  await expect(rows(page).nth(1)).toBeVisible();
  await page.keyboard.press("/");
  await expect(box(page)).toBeFocused();
  await page.keyboard.type("failed cube longer than 4 s");
  await expect(chips(page)).toHaveText(["failure", "duration > 4 s"]);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=failed/);
  await expect(rows(page).nth(1)).toContainText("failure");
  await expect(rows(page).nth(1).locator("mark").first()).toHaveText(/cube/i);
  const failures = await rows(page).count();

  // At rest the chips are the way in: Tab reaches them, Enter edits the words, Backspace takes the filter away.
  await chips(page).first().focus();
  await page.keyboard.press("ArrowRight");
  await expect(chips(page).nth(1)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(box(page)).toBeFocused();
  await page.keyboard.type("longer than 500 s");
  await page.keyboard.press("Enter");
  await expect(page.getByText("No episode matches")).toBeVisible();
  await page.goBack();
  await expect(rows(page)).toHaveCount(failures);
  await chips(page).first().focus();
  await page.keyboard.press("Backspace");
  await expect(chips(page)).toHaveText(["duration > 4 s"]);
  await expect(page.getByRole("grid").getByText("success").first()).toBeVisible();
  await page.goBack();
  await expect(chips(page)).toHaveText(["failure", "duration > 4 s"]);
});

test("an order is a part of the question: a click on a head says it, another takes it back", async ({
  page,
}) => {
  await page.goto(searched("cube"));
  await expect(rows(page).nth(1)).toBeVisible();
  await page.getByRole("button", { name: "Duration" }).click();
  await expect(chips(page)).toHaveText(["longest first"]);
  await expect(page.getByRole("columnheader", { name: "Duration" })).toHaveAttribute(
    "aria-sort",
    "descending",
  );
  await page.getByRole("button", { name: "Duration" }).click();
  await expect(chips(page)).toHaveText(["shortest first"]);
  await page.getByRole("button", { name: "Duration" }).click();
  await expect(page).toHaveURL(/q=cube$/);
});

test("words without meaning here say so, and what is nearest is shown all the same", async ({ page }) => {
  await page.goto(searched("quarterly tax return of a submarine"));
  await expect(page.getByText("No strong match. These are the nearest.")).toBeVisible();
  await expect(rows(page).nth(1)).toBeVisible();
});

test("a moment opens its episode there, with its stretch looped; next follows the results", async ({
  page,
}) => {
  await page.goto(searched("grasp"));
  await page.getByRole("tab", { name: /Moments/ }).click();
  const moments = page.getByRole("list", { name: "Moments" }).getByRole("link");
  await expect(moments.first()).toBeVisible();
  await page.keyboard.press("j");
  await expect(moments.first()).toBeFocused();
  const href = (await moments.first().getAttribute("href")) ?? "";
  const t = new URL(href, house.url()).searchParams.get("t");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/e\//);
  await expect(page.getByTestId("time")).toHaveText(
    new RegExp(`^${Number(t).toFixed(1).replace(".", "\\.")}`),
  );
  await expect(page.getByRole("navigation", { name: "Episodes of the list" })).toContainText(/\d+ \/ \d+/);
  await page.goBack();
  await expect(page.getByRole("tab", { name: /Moments/ })).toHaveAttribute("data-state", "active");
});

test("a search is kept under a name, for everybody; renamed, removed, brought back", async ({ page }) => {
  const name = `Failures ${Date.now()}`;
  await page.goto(searched("failed, longest first"));
  await expect(rows(page).nth(1)).toBeVisible();
  await page.getByRole("button", { name: "Saved searches" }).click();
  await page.getByLabel("Name of this search").fill(name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("list", { name: "Saved searches" })).toContainText(name);
  await page.getByRole("button", { name: `Rename ${name}` }).click();
  await page.getByLabel(`New name of ${name}`).fill(`${name} again`);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: `Remove ${name} again` }).click();
  await expect(page.getByRole("list", { name: "Saved searches" }).getByText(`${name} again`)).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Undo" }).click();
  await page.goto(list());
  await page.getByRole("button", { name: "Saved searches" }).click();
  await page
    .getByRole("button", { name: `${name} again` })
    .first()
    .click();
  await expect(page).toHaveURL(/q=failed/);
  await expect(rows(page).nth(1)).toContainText("failure");
});

test("more like this: from the page of an episode, and from chosen ones of the list", async ({ page }) => {
  const [session] = await sessionsOf(page, SAMPLE);
  await page.goto(episodeUrl(session?.session_id ?? ""));
  await page.getByRole("tab", { name: "Similar" }).click();
  const similar = page.getByRole("list", { name: "Similar episodes" }).getByRole("link");
  await expect(similar.first()).toBeVisible();
  await expect(similar.first()).toContainText("percent alike");
  await similar.first().focus();
  await page.keyboard.press("Space");
  await expect(similar.first()).toHaveAttribute("aria-expanded", "true");
  await page.getByRole("combobox", { name: "Alike in" }).click();
  await page.getByRole("option", { name: "In motion" }).click();
  await expect(similar.first()).toBeVisible();
  await similar.first().click();
  await expect(page).not.toHaveURL(new RegExp(`/e/${session?.session_id}`));

  await page.goto(list("?sort=name"));
  await expect(rows(page).nth(1)).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.getByRole("button", { name: "Find similar" }).click();
  await expect(page).toHaveURL(/like=/);
  await expect(page.getByText(/^Similar to/)).toBeVisible();
  await expect(rows(page).nth(1)).toBeVisible();
});

test("a stretch of a signal is found elsewhere and opens there", async ({ page }) => {
  const [session] = await sessionsOf(page, SAMPLE);
  await page.goto(episodeUrl(session?.session_id ?? ""));
  const surface = page.locator('[data-signal="/observation/state"] [data-time-surface]');
  await expect(page.locator('[data-plot="/observation/state"][data-drawn="yes"]')).toBeVisible();
  await page.keyboard.press("w");
  await expect(page.getByText("drag across a plot")).toBeVisible();
  const at = await surface.boundingBox();
  if (at === null) throw new Error("no plot");
  await page.keyboard.down("Alt");
  await page.mouse.move(at.x + at.width * 0.2, at.y + at.height / 2);
  await page.mouse.down();
  await page.mouse.move(at.x + at.width * 0.45, at.y + at.height / 2, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up("Alt");
  const found = page.getByRole("list", { name: "Where it was found" }).getByRole("link");
  await expect(found.first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/^Looked through .* samples of \d+ episodes/)).toBeVisible();
  await expect(page.locator('[data-stretch="/observation/state"]')).toBeVisible();
  const place = new URL((await found.first().getAttribute("href")) ?? "", house.url()).searchParams;
  await found.first().click();
  await expect(page.getByRole("button", { name: /^Looping/ })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`from=${place.get("from")}`));
});

test("a server that fails is told and asked again; the question stays", async ({ page }) => {
  let isDown = true;
  await page.route(/\/api\/trpc\/[^?]*search\.query/, (route) =>
    isDown ? route.fulfill({ status: 503, body: "" }) : route.fallback(),
  );
  await page.goto(searched("cube"));
  await expect(page.getByText("The episodes could not be loaded")).toBeVisible({ timeout: 60_000 });
  isDown = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(rows(page).nth(1)).toBeVisible();
  await expect(box(page)).toHaveValue("cube");
});

for (const width of [1280, 390]) {
  test(`results, moments, suggestions and similar ones are accessible and no wider than ${width} px`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 844 });
    const check = async (what: string): Promise<void> => {
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, what).toBeLessThanOrEqual(0);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(
        serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        what,
      ).toEqual([]);
    };
    await page.goto(
      searched(`failed cube ${"that was dropped and picked up again ".repeat(8)}longest first`),
    );
    await expect(page.getByRole("tab", { name: /Episodes \d/ })).toBeVisible();
    await check("results");
    await box(page).focus();
    await expect(page.getByRole("listbox", { name: "Suggestions" })).toBeAttached();
    await check("suggestions");
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: /Moments/ }).click();
    await check("moments");
    const [session] = await sessionsOf(page, SAMPLE);
    await page.goto(episodeUrl(session?.session_id ?? ""));
    await page.getByRole("tab", { name: "Similar" }).click();
    await expect(page.getByRole("list", { name: "Similar episodes" })).toBeVisible();
    await check("similar");
  });
}

test("what is like an episode, and the stretch looked for, stand in the address: a link and the way back open them", async ({
  page,
}) => {
  const [, episode] = await sessionsOf(page, SAMPLE);
  const hits = page.getByRole("list", { name: "Similar episodes" }).getByRole("link");
  await page.goto(episodeUrl(episode!.session_id));
  await page.getByRole("tab", { name: "Similar" }).click();
  await expect(page).toHaveURL(/similar=all/);
  await page.getByRole("combobox", { name: "Alike in" }).click();
  await page.getByRole("option", { name: /motion/i }).click();
  await expect(page).toHaveURL(/similar=motion/);
  await hits.first().click();
  await expect(page).not.toHaveURL(/similar=/);
  await page.goBack();
  await expect(page.getByRole("tab", { name: "Similar" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("combobox", { name: "Alike in" })).toHaveText(/motion/i);

  const stretch = encodeURIComponent("stretch:1:1:2:size:/observation/state");
  await page.goto(`${episodeUrl(episode!.session_id)}?similar=${stretch}`);
  await expect(page.locator("[data-similar]")).toContainText("1.00 – 2.00 s");
  await expect(page.getByRole("checkbox", { name: "Also at this size, not only this shape" })).toBeChecked();
  await expect(page.locator('[data-stretch="/observation/state"]')).toBeVisible();
  await page.getByRole("tab", { name: "Labels" }).click();
  await expect(page).not.toHaveURL(/similar=/);
});

test("Backspace takes the last filter, of the search and then of the list, and undo brings it back", async ({
  page,
}) => {
  await page.goto(list(`?dataset=${SAMPLE}&outcome=failure&q=${encodeURIComponent("cube longer than 4 s")}`));
  await expect(rows(page).nth(1)).toBeVisible();
  await box(page).focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Backspace");
  await expect(box(page)).toHaveValue("cube");
  await page.keyboard.press("Control+z");
  await expect(box(page)).toHaveValue("cube longer than 4 s");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Backspace");
  await expect(page).not.toHaveURL(/outcome=/);
  await expect(page).toHaveURL(/dataset=/);
  await expect(box(page)).toBeFocused();
  await page.keyboard.press("Control+z");
  await expect(page).toHaveURL(/outcome=failure/);
});

test("the counts of a filter are of what was found, and say so", async ({ page }) => {
  await page.goto(searched("cube"));
  await expect(rows(page).nth(1)).toBeVisible();
  const found = Number(await page.getByRole("grid", { name: "Episodes" }).getAttribute("aria-rowcount")) - 1;
  await page
    .getByRole("group", { name: "Filters", exact: true })
    .getByRole("button", { name: "Outcome" })
    .click();
  await expect(page.getByText(`Counted in the best ${found} hits`)).toBeVisible();
  const counts = await page.getByRole("option").locator(".figures").allInnerTexts();
  expect(counts.reduce((sum, text) => sum + Number(text), 0)).toBe(found);
});
