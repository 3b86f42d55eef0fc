import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { EpisodeView } from "./support/episode-page.ts";
import { episodeUrl, SAMPLE, sessionsOf, signIn } from "./support/house.ts";

for (const colorScheme of ["dark", "light"] as const) {
  for (const [width, height] of [
    [1280, 800],
    [390, 844],
  ] as const) {
    test(`the episode page is accessible and never wider than the screen, ${colorScheme} at ${width} px`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      await signIn(page);
      const [session] = await sessionsOf(page, SAMPLE);
      const view = new EpisodeView(page);
      await view.open(episodeUrl(session?.session_id ?? "", "?t=1"));
      await expect(page.locator("[data-plot][data-drawn=yes]").first()).toBeVisible();
      const widths = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.querySelector("main")?.scrollWidth ?? 0,
        window.innerWidth,
      ]);
      expect(Math.max(...widths)).toBe(width);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual(
        [],
      );
    });
  }
}
