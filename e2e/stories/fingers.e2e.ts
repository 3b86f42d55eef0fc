import { expect, test, type Page } from "@playwright/test";
import { episodeUrl, house, SAMPLE, sessionsOf, signIn } from "../replay/support/house.ts";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

/** What is pressed and smaller than a fingertip; parts of a text and of a drawing to scale are as they must be. */
function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const FINGER_PX = 40;
    const presses =
      "button, [role=tab], [role=combobox], [role=option], [role=menuitem], input, nav a, header a";
    const isInScale = (element: Element): boolean =>
      element.closest("[data-time-surface], [data-overview]") !== null;
    return [...document.querySelectorAll<HTMLElement>(presses)].flatMap((element) => {
      const { width, height } = element.getBoundingClientRect();
      if (width < 2 || height < 2 || isInScale(element) || !element.checkVisibility()) return [];
      // A larger one lies around it, or it is stretched over a card.
      const around = getComputedStyle(element, "::after");
      const reach = (text: string): number =>
        around.position === "absolute" ? Number.parseFloat(text) || 0 : 0;
      const [wide, high] = [Math.max(width, reach(around.width)), Math.max(height, reach(around.height))];
      if (high >= FINGER_PX && wide >= FINGER_PX) return [];
      const name = element.ariaLabel ?? element.textContent;
      return [`${name.trim()}: ${Math.round(wide)} × ${Math.round(high)}`];
    });
  });
}

test("whatever is pressed on a phone is as large as a fingertip", async ({ page }) => {
  await signIn(page);
  const workspace = `${house.url()}/w/${house.workspace()}`;
  const [session] = await sessionsOf(page, SAMPLE);
  const places = [
    episodeUrl(session?.session_id ?? ""),
    `${workspace}/episodes?outcome=failure`,
    `${workspace}/episodes?q=slip&view=grid`,
    `${workspace}/map`,
    `${workspace}/review`,
    `${workspace}/live`,
    ...["imports", "robots", "labels", "index", "members"].map((screen) => `${workspace}/admin/${screen}`),
  ];
  for (const place of places) {
    await page.goto(place);
    await expect(page.getByRole("main").locator("a, button").first()).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    expect(await tooSmall(page), place).toEqual([]);
  }
});
