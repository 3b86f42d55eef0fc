import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { house, SAMPLE, signIn } from "../replay/support/house.ts";

const listUrl = (query = ""): string => `${house.url()}/w/${house.workspace()}/episodes${query}`;
const rows = (page: Page) => page.getByRole("grid", { name: "Episodes" }).getByRole("row");

async function openList(page: Page, query = ""): Promise<void> {
  await signIn(page);
  await page.goto(listUrl(query));
  await expect(rows(page).nth(1)).toBeVisible();
}

test("the address holds filters and order: it brings the same list back", async ({ page }) => {
  await openList(page);
  await page.getByRole("button", { name: /^Outcome/ }).click();
  await page.getByRole("option", { name: /failure/ }).click();
  await page.getByRole("button", { name: /^Duration/ }).click();
  await expect(page).toHaveURL(/outcome=failure/);
  await expect(page).toHaveURL(/sort=-?duration/);
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  // The row's words tell how long ago, which may change meanwhile.
  const first = await rows(page).nth(1).getByRole("link").first().getAttribute("title");
  await page.reload();
  await expect(
    rows(page)
      .nth(1)
      .getByTitle(first ?? "no title"),
  ).toBeVisible();
  await expect(rows(page).nth(1)).toContainText("failure");
});

test("filters that match nothing say so and offer the way back", async ({ page }) => {
  await signIn(page);
  await page.goto(listUrl("?dataset=no-such-thing-anywhere"));
  await expect(page.getByText("No episode matches")).toBeVisible();
  await page.getByRole("button", { name: /clear/i }).last().click();
  await expect(rows(page).nth(1)).toBeVisible();
});

test("keys move, choose and open; a bulk change can be undone", async ({ page }) => {
  await openList(page, "?sort=name");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  const selection = page.getByRole("region", { name: "Selection" });
  await expect(selection).toContainText("2 selected");
  await selection.getByRole("button", { name: "Add a tag" }).click();
  await page.getByLabel("Tag", { exact: true }).fill("story-tag");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid").getByText("story-tag")).toHaveCount(2);
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("grid").getByText("story-tag")).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/e\//);
});

test("after Undo is pressed in the notice the list has the keys again", async ({ page }) => {
  await openList(page, "?sort=name");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("t");
  await page.getByLabel("Tag", { exact: true }).fill("undo-tag");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid").getByText("undo-tag")).toHaveCount(1);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("grid").getByText("undo-tag")).toHaveCount(0);
  await expect(page.getByRole("grid", { name: "Episodes" })).toBeFocused();
  const second = await rows(page).nth(2).getByRole("link").textContent();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByRole("region", { name: "Selection" })).toContainText("2 selected");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/e\//);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(second ?? "");
});

test("a click away: preview without leaving, palette to any screen, help on ?", async ({ page }) => {
  await openList(page);
  await page.keyboard.press("j");
  await page.keyboard.press("Space");
  await expect(page.getByRole("complementary", { name: "Preview" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Episode, dataset, screen or command").fill("datasets");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/datasets/);
});

test("a machine without any network goes on working with a server of its own", async ({ page }) => {
  await openList(page);
  // What a browser tells a page when the last network goes; the loopback stays.
  await page.evaluate(() => window.dispatchEvent(new Event("offline")));
  await page.getByRole("link", { name: "Datasets" }).click();
  await expect(page.getByRole("cell", { name: SAMPLE })).toBeVisible();
});

for (const colorScheme of ["dark", "light"] as const) {
  test(`every screen is readable in ${colorScheme}, at 1280 and 390 px, without sideways scrolling`, async ({
    page,
  }) => {
    test.setTimeout(600_000);
    await page.emulateMedia({ colorScheme });
    await signIn(page);
    const workspace = `${house.url()}/w/${house.workspace()}`;
    for (const path of ["episodes", "datasets", "admin/imports", "admin/members"]) {
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 844 });
        await page.goto(`${workspace}/${path}`);
        await expect(page.getByRole("main")).toBeVisible();
        await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(overflow, `${path} at ${width} px`).toBeLessThanOrEqual(0);
        const report = await new AxeBuilder({ page }).analyze();
        const serious = report.violations.filter((one) => ["serious", "critical"].includes(one.impact ?? ""));
        expect(
          serious.map((one) => `${one.id}: ${one.nodes[0]?.html}`),
          `${path} at ${width} px`,
        ).toEqual([]);
      }
    }
  });
}
