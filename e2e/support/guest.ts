import { expect, type Browser, type Page } from "@playwright/test";
import { house } from "../replay/support/house.ts";

const PASSWORD = "a long enough password";

/** A mutation, asked with the page's own login. */
async function mutate<T>(page: Page, procedure: string, input: unknown): Promise<T> {
  const response = await page.request.post(`${house.url()}/api/trpc/${procedure}`, {
    data: input,
    headers: { origin: house.url(), "content-type": "application/json" },
  });
  expect(response.ok(), `${procedure}: ${response.status()} ${await response.text()}`).toBe(true);
  const body = (await response.json()) as { result: { data: T } };
  return body.result.data;
}

/** Somebody new in the workspace, invited by the owner and signed in, in a browser of their own. */
export async function joinAs(
  owner: Page,
  browser: Browser,
  { name, role }: { name: string; role: "annotator" | "viewer" },
): Promise<Page> {
  const workspace = house.workspace();
  const { secret } = await mutate<{ secret: string }>(owner, "members.invite", { workspace, role });
  const page = await (await browser.newContext()).newPage();
  const email = `${name.toLowerCase()}.${Date.now()}@example.org`;
  await mutate(page, "invitations.accept", { secret, name, email, password: PASSWORD });
  await page.goto(`${house.url()}/signin`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/signin"), { timeout: 60_000 });
  return page;
}
