import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page, type Response } from "@playwright/test";
import { house, signIn } from "../replay/support/house.ts";

const PASSWORD = "a long enough password";
const EMAIL = `vera.${Date.now()}@example.org`;
const NEXT_PASSWORD = "another long password";

async function signInAs(page: Page, email: string, password: string): Promise<void> {
  await page.goto(`${house.url()}/signin`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** The owner makes a link for a viewer. */
async function inviteViewer(page: Page): Promise<string> {
  await signIn(page);
  await page.goto(`${house.url()}/w/${house.workspace()}/admin/members`);
  await page.getByRole("combobox", { name: "Role", exact: true }).click();
  await page.getByRole("option", { name: /viewer/i }).click();
  await page.getByRole("button", { name: "Make a link" }).click();
  return page.getByLabel("Invitation link").inputValue();
}

async function expectReadable(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter((one) => ["serious", "critical"].includes(one.impact ?? ""));
  expect(serious.map((one) => `${one.id}: ${one.nodes[0]?.html}`)).toEqual([]);
}

async function removeMember(page: Page, name: string): Promise<void> {
  await page.goto(`${house.url()}/w/${house.workspace()}/admin/members`);
  await page.getByRole("button", { name: `Remove ${name}` }).click();
  const question = page.getByRole("alertdialog");
  await expect(question).toContainText("access ends at once");
  await expectReadable(page);
  await question.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("button", { name: `Remove ${name}` })).toBeHidden();
}

test("a wrong password is refused in words, and nothing is shown without a login", async ({ page }) => {
  await page.goto(`${house.url()}/w/${house.workspace()}/episodes`);
  await expect(page).toHaveURL(/\/signin/);
  await signInAs(page, "nobody@example.org", "not the password");
  await expect(page.getByText("The e-mail address or the password is not right.")).toBeVisible();
});

test("after too many wrong passwords the form says when to come back, and the answer is 429 with Retry-After", async ({
  page,
}) => {
  const email = `guesser.${Date.now()}@example.org`;
  await page.goto(`${house.url()}/signin`);
  await page.getByLabel("E-mail").fill(email);
  const guess = async (password: string): Promise<Response> => {
    await page.getByLabel("Password").fill(password);
    const answer = page.waitForResponse((one) => one.url().includes("/callback/credentials"));
    await page.getByRole("button", { name: "Sign in" }).click();
    return answer;
  };
  for (let n = 0; n < 10; n++) expect((await guess(`guess ${n}`)).status()).toBe(401);
  const refused = await guess("the last guess");
  expect(refused.status()).toBe(429);
  expect(Number(await refused.headerValue("retry-after"))).toBeGreaterThan(800);
  await expect(page.getByText("Too many attempts. Try again in 15 minutes.")).toBeVisible();
});

test("an invited viewer signs up by the link, sees episodes, may change nothing, and a new password ends other logins", async ({
  page,
  browser,
}) => {
  const link = await inviteViewer(page);

  const guests = await browser.newContext();
  const guest = await guests.newPage();
  await guest.goto(link);
  await guest.getByLabel("Name").fill("Vera Viewer");
  await guest.getByLabel("E-mail").fill(EMAIL);
  await guest.getByLabel("Password").fill(PASSWORD);
  await guest.getByRole("button", { name: "Join", exact: true }).click();
  await expect(guest).toHaveURL(/\/episodes/);
  await expect(guest.getByRole("grid", { name: "Episodes" })).toBeVisible();
  await guest.keyboard.press("j");
  await guest.keyboard.press("x");
  const selection = guest.getByRole("region", { name: "Selection" });
  await expect(selection).toBeVisible();
  await expect(selection.getByRole("button", { name: "Outcome" })).toBeHidden();

  const again = await browser.newContext();
  const secondUse = await again.newPage();
  await secondUse.goto(link);
  await expect(secondUse.getByText("This invitation cannot be used")).toBeVisible();

  await signInAs(secondUse, EMAIL, PASSWORD);
  await expect(secondUse).toHaveURL(/\/episodes/);
  await secondUse.goto(`${house.url()}/settings`);
  await secondUse.getByLabel("Current password").fill(PASSWORD);
  await secondUse.getByLabel("New password", { exact: true }).fill(NEXT_PASSWORD);
  await secondUse.getByLabel("New password again").fill(NEXT_PASSWORD);
  await secondUse.getByRole("button", { name: "Change the password" }).click();
  await expect(secondUse.getByText("The password was changed")).toBeVisible();

  await guest.goto(`${house.url()}/w/${house.workspace()}/episodes`);
  await expect(guest).toHaveURL(/\/signin/);
  await secondUse.goto(`${house.url()}/w/${house.workspace()}/episodes`);
  await expect(secondUse.getByRole("grid", { name: "Episodes" })).toBeVisible();
  await secondUse.getByRole("button", { name: /account menu/ }).click();
  await secondUse.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(secondUse).toHaveURL(/\/signin/);
  await Promise.all([guests.close(), again.close()]);
});

test("somebody who was removed comes back by a new invitation with the account they have", async ({
  page,
  browser,
}) => {
  const name = `Robin ${Date.now()}`;
  const email = `robin.${Date.now()}@example.org`;
  const guests = await browser.newContext();
  const guest = await guests.newPage();
  const signUp = async (link: string): Promise<void> => {
    await guest.goto(link);
    await guest.getByLabel("Name").fill(name);
    await guest.getByLabel("E-mail").fill(email);
    await guest.getByLabel("Password").fill(PASSWORD);
    await expectReadable(guest);
    await guest.getByRole("button", { name: "Join", exact: true }).click();
  };
  await signUp(await inviteViewer(page));
  await expect(guest).toHaveURL(/\/episodes/);

  await removeMember(page, name);
  const secondLink = await inviteViewer(page);
  await guests.clearCookies();
  await signUp(secondLink);
  await expect(guest.getByText("This address has an account here already.")).toBeVisible();
  await guest.getByRole("button", { name: "Sign in and join" }).first().click();
  await expect(guest.getByLabel("E-mail")).toHaveValue(email);
  await guest.getByLabel("Password").fill(PASSWORD);
  await guest.getByRole("button", { name: "Sign in and join" }).click();
  await expect(guest).toHaveURL(/\/episodes/);

  await removeMember(page, name);
  await guest.goto(await inviteViewer(page));
  await expect(guest.getByText(`You are signed in as ${name}`)).toBeVisible();
  await expectReadable(guest);
  await guest.getByRole("button", { name: "Join", exact: true }).click();
  await expect(guest).toHaveURL(/\/episodes/);
  await expect(guest.getByRole("grid", { name: "Episodes" })).toBeVisible();
  await guests.close();
});
