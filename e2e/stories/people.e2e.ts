import { expect, test, type Page } from "@playwright/test";
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

test("a wrong password is refused in words, and nothing is shown without a login", async ({ page }) => {
  await page.goto(`${house.url()}/w/${house.workspace()}/episodes`);
  await expect(page).toHaveURL(/\/signin/);
  await signInAs(page, "nobody@example.org", "not the password");
  await expect(page.getByText("The e-mail address or the password is not right.")).toBeVisible();
});

test("an invited viewer signs up by the link, sees episodes, may change nothing, and a new password ends other logins", async ({
  page,
  browser,
}) => {
  await signIn(page);
  await page.goto(`${house.url()}/w/${house.workspace()}/admin/members`);
  await page.getByRole("combobox", { name: "Role" }).last().click();
  await page.getByRole("option", { name: /viewer/i }).click();
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.getByLabel("Invitation link").inputValue();

  const guests = await browser.newContext();
  const guest = await guests.newPage();
  await guest.goto(link);
  await guest.getByLabel("Name").fill("Vera Viewer");
  await guest.getByLabel("E-mail").fill(EMAIL);
  await guest.getByLabel("Password").fill(PASSWORD);
  await guest.getByRole("button", { name: /join|sign up|create/i }).click();
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
