import { expect, test, type Locator, type Page } from "@playwright/test";
import { house, signIn } from "../replay/support/house.ts";

const list = (query = ""): string => `${house.url()}/w/${house.workspace()}/episodes${query}`;

/** @returns left and right edge, in pixels of the window */
async function edges(locator: Locator): Promise<{ left: number; right: number }> {
  return await locator.evaluate((element) => {
    const { left, right } = element.getBoundingClientRect();
    return { left, right };
  });
}

async function openOnPhone(page: Page, query = ""): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page);
  await page.goto(list(query));
}

test("a tag of many words is shortened on its button, which stays inside the dialog", async ({ page }) => {
  await openOnPhone(page);
  await page
    .getByRole("checkbox", { name: /^Select / })
    .first()
    .click();
  await page.getByRole("button", { name: "Add a tag" }).click();
  const dialog = page.getByRole("dialog");
  await dialog
    .getByLabel("Tag", { exact: true })
    .fill("slips out of the left gripper while it is turned over");
  const [outer, inner] = [await edges(dialog), await edges(dialog.getByRole("button", { name: /^Add “/ }))];
  expect(inner.right).toBeLessThan(outer.right);
});

test("filters that do not fit into the search box end before the button that clears it", async ({ page }) => {
  await openOnPhone(page, `?q=${encodeURIComponent("failed cube longer than 4 s shorter than 90 s")}`);
  const filters = page.getByRole("group", { name: "Filters in the search" });
  await expect(filters.locator("[data-chip]").nth(2)).toBeAttached();
  const clear = await edges(page.getByRole("button", { name: "Clear the search" }));
  const seen = await edges(filters.locator("xpath=.."));
  expect(seen.right).toBeLessThanOrEqual(clear.left + 1);
});
