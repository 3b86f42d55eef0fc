import { expect, type APIRequestContext, type Cookie, type Page } from "@playwright/test";

function needed(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set; the global setup sets it`);
  return value;
}

export const house = {
  url: () => needed("RETAKE_URL"),
  workspace: () => needed("RETAKE_WORKSPACE"),
  ingestUrl: () => needed("RETAKE_INGEST_URL"),
  robotToken: () => needed("RETAKE_ROBOT_TOKEN"),
  testData: process.env["RETAKE_TEST_DATA"],
};

let cookies: Cookie[] | null = null;

/** Signs in by hand the first time and keeps the login for the stories that follow: tries to sign in are limited. */
export async function signIn(page: Page): Promise<void> {
  if (cookies !== null) {
    await page.context().addCookies(cookies);
    await page.goto(house.url());
    return;
  }
  await page.goto(`${house.url()}/signin`);
  await page.getByLabel(/e-?mail/i).fill(needed("RETAKE_EMAIL"));
  await page
    .getByLabel(/password/i)
    .first()
    .fill(needed("RETAKE_PASSWORD"));
  await page.getByRole("button", { name: /^sign in$/i }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/signin"), { timeout: 60_000 });
  cookies = await page.context().cookies();
}

export interface Session {
  session_id: string;
  episode_index: number | null;
  total_frames: number;
}

interface Job {
  id: string;
  status: string;
  error: { message: string } | null;
}

/** The answer of REST, asked with the page's own login. */
async function ask<T>(request: APIRequestContext, path: string, body?: unknown): Promise<T> {
  const url = `${house.url()}${path}`;
  const headers = { origin: house.url() };
  const response =
    body === undefined ? await request.get(url) : await request.post(url, { data: body, headers });
  expect(response.ok(), `${path}: ${response.status()} ${await response.text()}`).toBe(true);
  return (await response.json()) as T;
}

/** Imports a folder as a person would over REST, waits for it, and gives its episodes by number. */
export async function importFolder(page: Page, folder: string, name: string): Promise<Session[]> {
  const job = await ask<Job>(page.request, "/api/v1/imports", { dataset: folder });
  const finished = new Set(["completed", "completed_with_losses", "refused", "failed", "cancelled"]);
  let last = job;
  await expect
    .poll(
      async () => {
        last = await ask<Job>(page.request, `/api/v1/imports/${job.id}`);
        return finished.has(last.status);
      },
      { timeout: 120_000 },
    )
    .toBe(true);
  expect(["completed", "completed_with_losses"], last.error?.message ?? "").toContain(last.status);
  return sessionsOf(page, name);
}

/** The dataset that the first start imports. */
export const SAMPLE = "retake-sample";

/** The episodes of a dataset, by number. */
export async function sessionsOf(page: Page, dataset: string): Promise<Session[]> {
  const filter = `&dataset=${encodeURIComponent(dataset)}`;
  const { sessions } = await ask<{ sessions: Session[] }>(
    page.request,
    `/api/v1/sessions?limit=200${filter}`,
  );
  expect(sessions.length).toBeGreaterThan(0);
  return sessions.toSorted((a, b) => (a.episode_index ?? 0) - (b.episode_index ?? 0));
}

export function episodeUrl(sessionId: string, query = ""): string {
  return `${house.url()}/w/${encodeURIComponent(house.workspace())}/e/${encodeURIComponent(sessionId)}${query}`;
}
