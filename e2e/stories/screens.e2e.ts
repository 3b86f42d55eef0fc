import { expect, test } from "@playwright/test";
import { house, signIn } from "../replay/support/house.ts";

test("a phone leads to every screen: those of an admin are behind More", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page);
  await page.goto(`${house.url()}/w/${house.workspace()}/episodes`);
  const bar = page.getByRole("navigation", { name: "Screens" });
  await expect(bar.getByRole("link")).toHaveText(["Episodes", "Live", "Map", "Datasets", "Review"]);
  const more = bar.getByRole("button", { name: "More" });
  await more.click();
  const screens = page.getByRole("menuitem");
  await expect(screens).toHaveText(["Imports", "Robots", "Labels", "Search index", "Members"]);
  await screens.filter({ hasText: "Search index" }).click();
  await expect(page.getByRole("heading", { name: "Search index", level: 1 })).toBeVisible();
  await more.click();
  await expect(page.getByRole("menuitem", { name: "Search index" })).toHaveAttribute("aria-current", "page");
});

test("where there is room for icons only, each tells its name to the pointer and to the keyboard", async ({
  page,
}) => {
  await page.setViewportSize({ width: 900, height: 700 });
  await signIn(page);
  await page.goto(`${house.url()}/w/${house.workspace()}/episodes`);
  const sidebar = page.getByRole("navigation", { name: "Screens" });
  const tip = page.getByRole("tooltip");
  await sidebar.getByRole("link", { name: "Search index" }).hover();
  await expect(tip).toHaveText("Search index");
  await sidebar.getByRole("link", { name: "Labels" }).focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Shift+Tab");
  await expect(tip).toHaveText("Labels");
  await page.setViewportSize({ width: 1280, height: 700 });
  await expect(sidebar.getByText("Labels", { exact: true })).toBeVisible();
  await expect(tip).toHaveCount(0);
});

test("a server that does not answer is said and stays said, also where a page asks again by itself", async ({
  page,
}) => {
  await signIn(page);
  await page.clock.install();
  await page.routeWebSocket(/\/api\/trpc/, (socket) => {
    socket.onMessage(() => void socket.close());
  });
  await page.goto(`${house.url()}/w/${house.workspace()}/live`);
  const said = page.getByRole("main").getByRole("alert");
  await expect(said).toContainText("The recordings could not be loaded");
  let asked = 0;
  await page.route(/\/api\/trpc\/[^?]*sources\.list/, async (route) => {
    asked += 1;
    await route.abort();
  });
  await page.goto(`${house.url()}/w/${house.workspace()}/admin/robots`);
  await expect(said).toContainText("The robots could not be loaded", { timeout: 60_000 });
  const before = asked;
  await page.clock.fastForward(60_000);
  // Whatever the page asked for meanwhile was asked before this.
  await page.evaluate(() => fetch("/health"));
  expect(asked).toBe(before);
  await expect(said).toBeVisible();
});
