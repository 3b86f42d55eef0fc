import { expect, test, type Page } from "@playwright/test";
import { signIn } from "../replay/support/house.ts";
import { laidOut, mapUrl, openMap } from "../support/map.ts";

test.describe.configure({ timeout: 600_000 });
test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

const sheet = (page: Page) => page.getByRole("dialog");

test("on a phone a tapped point opens over the lower half, with its nearest; another tap shows another, a pull, Escape and the button close it", async ({
  page,
}) => {
  await signIn(page);
  const map = await laidOut(page);
  const screen = await openMap(page, map);
  const [x, y] = screen.pixelOf(0);
  await page.touchscreen.tap(x, y);
  await expect(sheet(page)).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`open=${map.sessionIds[0]}`));
  // What the keys reach next is in it.
  await expect(sheet(page)).toContainText("Most alike in motion");
  expect(await sheet(page).evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await expect(sheet(page).getByRole("link", { name: "Open" })).toHaveAttribute(
    "href",
    new RegExp(`/e/${map.sessionIds[0]}`),
  );

  await test.step("the next one from its nearest", async () => {
    await sheet(page).getByRole("region", { name: "Most alike" }).getByRole("button").first().click();
    await expect(page).not.toHaveURL(new RegExp(`open=${map.sessionIds[0]}(&|$)`));
    await expect(page).toHaveURL(/open=/);
  });

  await test.step("a short pull comes back, a long one closes", async () => {
    const atRest = (): Promise<unknown> =>
      sheet(page).evaluate((element) => Promise.all(element.getAnimations().map((one) => one.finished)));
    await atRest();
    const head = await sheet(page).locator("[data-handle]").boundingBox();
    if (head === null) throw new Error("the sheet has no head");
    const pull = async (by: number): Promise<void> => {
      const [left, top] = [head.x + head.width / 2, head.y + 8];
      await page.mouse.move(left, top);
      await page.mouse.down();
      await page.mouse.move(left, top + by / 2, { steps: 20 });
      await page.mouse.move(left, top + by, { steps: 20 });
      // Held still, so that it counts as far or not far, and not as fast.
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)));
      await page.mouse.up();
    };
    await pull(40);
    await expect(sheet(page)).toBeVisible();
    await atRest();
    await pull(160);
    await expect(sheet(page)).toHaveCount(0);
    await expect(page).not.toHaveURL(/open=/);
  });
});

test("on a phone a link to an open episode shows it over the whole map", async ({ page }) => {
  await signIn(page);
  const map = await laidOut(page);
  await page.goto(mapUrl(`?open=${map.sessionIds[0]}`));
  await expect(sheet(page)).toContainText("Most alike in motion");
  await expect(page.locator("[data-points] canvas")).toBeVisible();
  // Where one looks was chosen by nobody: all of it is shown, and the address does not name a part.
  await expect(sheet(page)).toBeFocused();
  await expect(page).not.toHaveURL(/at=/);
});

test("on a phone the list below the map opens the same; the focus goes back to it", async ({ page }) => {
  await signIn(page);
  await laidOut(page);
  await page.goto(mapUrl());
  const list = page.getByRole("grid", { name: "Episodes on the map" });
  await expect(list.getByRole("row").first()).toBeVisible();
  await list.focus();
  await page.keyboard.press("j");
  await page.keyboard.press(" ");
  await expect(sheet(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet(page)).toHaveCount(0);
  await expect(list).toBeFocused();
  await list.getByRole("row").nth(1).tap();
  await expect(sheet(page)).toBeVisible();
  await sheet(page).getByRole("button", { name: "Close" }).click();
  await expect(sheet(page)).toHaveCount(0);
});
