import { expect, type Page } from "@playwright/test";
import { house } from "../replay/support/house.ts";

/** What `index.get` says, as far as it matters here. */
interface IndexStatus {
  run: { state: string; finishedAt: string | null };
  counts: { episodes: number; waiting: number };
}

/** Waits until everything that came in is findable: the house says so itself. */
export async function untilIndexed(page: Page): Promise<void> {
  const input = encodeURIComponent(JSON.stringify({ workspace: house.workspace() }));
  const isDone = async (): Promise<boolean> => {
    const response = await page.request.get(`${house.url()}/api/trpc/index.get?input=${input}`);
    expect(response.ok(), `index.get: ${response.status()}`).toBe(true);
    const { result } = (await response.json()) as { result: { data: IndexStatus } };
    const { run, counts } = result.data;
    return run.state === "idle" && run.finishedAt !== null && counts.episodes > 0 && counts.waiting === 0;
  };
  await expect.poll(isDone, { timeout: 120_000, intervals: [250] }).toBe(true);
}
