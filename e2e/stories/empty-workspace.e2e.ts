import { expect, test, type Page } from "@playwright/test";
import { house, signIn } from "../replay/support/house.ts";

const list = (query: string): string => `${house.url()}/w/${house.workspace()}/episodes${query}`;

interface Answer {
  result: { data: object };
}

/** The page sees what a workspace answers in which nothing was imported or recorded yet. */
async function emptyWorkspace(page: Page): Promise<void> {
  await page.route(/\/api\/trpc\/[^?]*(?:episodes\.list|search\.query)/, async (route) => {
    const response = await route.fetch();
    const names = new URL(route.request().url()).pathname.split("/").at(-1)?.split(",") ?? [];
    const answers = (await response.json()) as Answer[];
    names.forEach((name, i) => {
      const data = answers[i]?.result.data;
      if (name === "episodes.list" && data !== undefined) Object.assign(data, { total: 0, episodes: [] });
      if (name === "search.query" && data !== undefined) {
        Object.assign(data, { total: 0, episodes: [], moments: [] });
      }
    });
    await route.fulfill({ response, json: answers });
  });
}

test("where there is nothing yet, a search or filter says so and leads to what fills it, instead of blaming the words", async ({
  page,
}) => {
  await signIn(page);
  await emptyWorkspace(page);
  for (const query of ["", "?q=cube", "?q=cube&show=moments", "?outcome=failure"]) {
    await page.goto(list(query));
    await expect(page.getByRole("heading", { name: "No episodes yet" }), query).toBeVisible();
    await expect(page.getByText(/match/), query).toHaveCount(0);
    await expect(page.getByText("packages/importer/sample/retake-sample"), query).toBeVisible();
  }
  await page.getByRole("link", { name: "Record with a robot" }).click();
  await expect(page).toHaveURL(/\/live$/);
  await page.goto(list("?q=cube"));
  await page.getByRole("link", { name: "Import a dataset" }).click();
  await expect(page).toHaveURL(/\/admin\/imports$/);
});
