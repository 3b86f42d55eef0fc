import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import type { MapData } from "@retake/trpc/map-data";
import { signIn } from "../replay/support/house.ts";
import { laidOut, mapUrl, nearestTo, openMap, type MapOnScreen } from "../support/map.ts";

test.describe.configure({ timeout: 600_000 });

const list = (page: Page) => page.getByRole("complementary", { name: "Episodes" });
const heading = (page: Page) => list(page).getByRole("status");

/** Draws a closed line around all points left of a pixel column. @returns the points it takes */
async function lassoLeftOf(page: Page, screen: MapOnScreen, map: MapData, x: number): Promise<number[]> {
  const box = await screen.surface.boundingBox();
  if (box === null) throw new Error("the map is not on screen");
  const left = box.x + 6;
  const corners = [
    [x, box.y + 6],
    [x, box.y + box.height - 6],
    [left, box.y + box.height - 6],
    [left, box.y + 6],
  ] as const;
  await page.keyboard.press("l");
  await page.mouse.move(corners[0][0], corners[0][1]);
  await page.mouse.down();
  for (const [cx, cy] of corners.slice(1)) await page.mouse.move(cx, cy, { steps: 6 });
  await page.mouse.up();
  return Array.from({ length: map.count }, (_, i) => i).filter((i) => screen.pixelOf(i)[0] < x);
}

/** A column between two points, so that no point lies near the line. */
function gapOf(screen: MapOnScreen, map: MapData): number {
  const columns = Array.from({ length: map.count }, (_, i) => screen.pixelOf(i)[0]).toSorted((a, b) => a - b);
  const middle = columns.slice(Math.floor(columns.length / 4), Math.ceil((3 * columns.length) / 4));
  let best = 1;
  for (let i = 1; i < middle.length; i += 1)
    if (middle[i]! - middle[i - 1]! > middle[best]! - middle[best - 1]!) best = i;
  return (middle[best]! + middle[best - 1]!) / 2;
}

test("the point under the pointer is the nearest of all, and its episode opens beside the map and on its page", async ({
  page,
}) => {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await signIn(page);
  const map = await laidOut(page);
  const screen = await openMap(page, map);
  for (let i = 0; i < map.count; i += Math.ceil(map.count / 8)) {
    const [x, y] = screen.pixelOf(i);
    const expected = nearestTo(screen, map.count, x + 3, y - 2);
    await page.mouse.move(x + 3, y - 2);
    await expect(page.getByRole("tooltip")).toHaveAttribute("data-episode", map.sessionIds[expected]!);
  }
  const [x, y] = screen.pixelOf(0);
  await page.mouse.click(x, y);
  await expect(page.getByRole("complementary", { name: "Preview" })).toBeVisible();
  await expect(page).toHaveURL(/open=/);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/e\//, { timeout: 60_000 });
  expect(complaints).toEqual([]);
});

test("a lasso takes what it encloses; a link brings it back; as a list it is the same episodes", async ({
  page,
}) => {
  await signIn(page);
  const map = await laidOut(page);
  const screen = await openMap(page, map, "?colour=outcome&size=duration");
  const taken = await lassoLeftOf(page, screen, map, gapOf(screen, map));
  expect(taken.length).toBeGreaterThan(0);
  expect(taken.length).toBeLessThan(map.count);
  await expect(heading(page)).toHaveText(`${taken.length} selected`);
  await expect(page).toHaveURL(/area=motion/);

  const again = await page.context().newPage();
  await again.goto(page.url());
  await expect(heading(again)).toHaveText(`${taken.length} selected`);
  await expect(again.getByRole("combobox", { name: "Colour by" })).toHaveText("Outcome");
  await expect(again.getByRole("combobox", { name: "Size" })).toHaveText("Size by duration");
  await again.close();

  await page.getByRole("link", { name: "Show as list" }).click();
  await expect(page).toHaveURL(/\/episodes\?area=/);
  await expect(page.getByRole("grid", { name: "Episodes" })).toHaveAttribute(
    "aria-rowcount",
    String(taken.length + 1),
  );
});

test("what is done to chosen points is seen in the legend at once; a row of it narrows map and list down", async ({
  page,
}) => {
  await signIn(page);
  const map = await laidOut(page);
  await openMap(page, map, "?colour=tag");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(heading(page)).toHaveText("2 selected");
  await page.getByRole("region", { name: "Selection" }).getByRole("button", { name: "Add a tag" }).click();
  await page.getByLabel("Tag", { exact: true }).fill("on-the-map");
  await page.keyboard.press("Enter");
  const row = page.getByRole("region", { name: "Legend" }).getByRole("button", { name: /on-the-map/ });
  await expect(row).toContainText("2 of 2");
  await page.keyboard.press("Escape");
  await row.click();
  await expect(heading(page)).toHaveText("2 episodes");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).toHaveCount(0);
});

test("the keys go through all of it: list and map follow each other", async ({ page }) => {
  await signIn(page);
  await laidOut(page);
  await page.goto(mapUrl());
  const options = page.getByRole("grid", { name: "Episodes on the map" });
  await expect(options.getByRole("row").first()).toBeVisible();
  await options.focus();
  const item = (place: number) => options.locator(`[aria-rowindex="${place}"]`);
  const isCurrent = async (place: number): Promise<void> =>
    expect(options).toHaveAttribute("aria-activedescendant", (await item(place).getAttribute("id")) ?? "");
  await page.keyboard.press("ArrowDown");
  await isCurrent(1);
  await page.keyboard.press("ArrowDown");
  await isCurrent(2);
  await page.keyboard.press("ArrowUp");
  await isCurrent(1);
  await page.keyboard.press("+");
  await expect(page).toHaveURL(/at=/);
  await page.keyboard.press("0");
  await expect(page).not.toHaveURL(/at=/);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toContainText("Draw a lasso");
});

for (const colorScheme of ["dark", "light"] as const) {
  test(`the map is readable in ${colorScheme}, at 1280 and 390 px, without sideways scrolling`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await signIn(page);
    await laidOut(page);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await page.goto(mapUrl());
      await expect(page.locator("[data-points] canvas")).toBeVisible();
      await expect(page.getByRole("row").first()).toBeVisible();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow, `at ${width} px`).toBeLessThanOrEqual(0);
      const report = await new AxeBuilder({ page }).analyze();
      const serious = report.violations.filter((one) => ["serious", "critical"].includes(one.impact ?? ""));
      expect(
        serious.map((one) => `${one.id}: ${one.nodes[0]?.html}`),
        `at ${width} px`,
      ).toEqual([]);
    }
  });
}
