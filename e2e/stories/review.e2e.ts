import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Browser, type Page } from "@playwright/test";
import { house, signIn } from "../replay/support/house.ts";

const NAME = `Ann ${Date.now()}`;
const REASON = "The grasp begins too late";

/** Another person with a browser of their own, who may label. */
async function inviteAnnotator(owner: Page, browser: Browser): Promise<Page> {
  await owner.goto(`${house.url()}/w/${house.workspace()}/admin/members`);
  await owner.getByRole("combobox", { name: "Role", exact: true }).click();
  await owner.getByRole("option", { name: /annotator/i }).click();
  await owner.getByRole("button", { name: "Make a link" }).click();
  const link = await owner.getByLabel("Invitation link").inputValue();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: "dark" });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel("Name").fill(NAME);
  await page.getByLabel("E-mail").fill(`ann.${Date.now()}@example.org`);
  await page.getByLabel("Password").fill("a long enough password");
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await expect(page).toHaveURL(/\/episodes/);
  return page;
}

async function openQueue(page: Page, queue: "My work" | "To review" | "All"): Promise<void> {
  await page.goto(`${house.url()}/w/${house.workspace()}/review`);
  if (queue !== "My work") await page.getByRole("button", { name: new RegExp(`^${queue}`) }).click();
}

async function expectReadable(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter((one) => ["serious", "critical"].includes(one.impact ?? ""));
  expect(serious.map((one) => `${one.id}: ${one.nodes[0]?.html}`)).toEqual([]);
}

const rowsOf = (page: Page) => page.getByRole("list", { name: "Assignments" }).getByRole("listitem");

test("an episode is assigned, labelled, returned with a reason, mended and accepted, by keys, each step seen live by the other", async ({
  page: owner,
  browser,
}) => {
  test.setTimeout(600_000);
  await signIn(owner);
  const ann = await inviteAnnotator(owner, browser);

  await test.step("assigned from the list", async () => {
    await owner.goto(`${house.url()}/w/${house.workspace()}/episodes`);
    await expect(owner.getByRole("grid", { name: "Episodes" })).toBeVisible();
    await owner.keyboard.press("j");
    await owner.keyboard.press("x");
    await owner.getByRole("region", { name: "Selection" }).getByRole("button", { name: "Assign" }).click();
    const dialog = owner.getByRole("dialog");
    await dialog.getByLabel(NAME).check();
    await expectReadable(owner);
    await dialog.getByRole("button", { name: "Assign" }).click();
    await expect(owner.getByText("1 episode assigned")).toBeVisible();
    await expect(owner.getByRole("img", { name: `Assigned to ${NAME}: to do` })).toBeVisible();
    await owner.keyboard.press("v");
    await expect(owner.getByRole("img", { name: `Assigned to ${NAME}: to do` })).toBeVisible();
    await owner.keyboard.press("Space");
    const preview = owner.getByRole("complementary", { name: "Preview" });
    await expect(preview.getByText(`${NAME}: to do`)).toBeVisible();
    await expectReadable(owner);
    await owner.keyboard.press("v");
    await expect(ann.getByRole("link", { name: "Review" }).getByText("1", { exact: true })).toBeVisible();
  });

  await test.step("labelled by the annotator", async () => {
    await openQueue(ann, "My work");
    await expect(rowsOf(ann)).toHaveCount(1);
    await ann.keyboard.press("j");
    await ann.keyboard.press("Enter");
    await expect(ann).toHaveURL(/\/e\//);
    const bar = ann.getByRole("group", { name: "Assignment" });
    await expect(bar).toContainText("To do");
    for (const key of ["[", "Shift+ArrowRight", "]", "1", "Enter"]) await ann.keyboard.press(key);
    await ann.keyboard.press("d");
    await expect(bar).toContainText("Labelled");
  });

  await test.step("returned by the reviewer", async () => {
    await openQueue(owner, "To review");
    await expect(rowsOf(owner)).toHaveCount(1);
    await expect(rowsOf(owner)).toContainText("1 label");
    await owner.keyboard.press("j");
    await owner.keyboard.press("r");
    await owner.getByLabel("What is to be mended").fill(REASON);
    await owner.keyboard.press("Enter");
    await expect(rowsOf(owner)).toHaveCount(0);
    await expect(ann.getByRole("group", { name: "Assignment" })).toContainText(REASON);
  });

  await test.step("mended and accepted", async () => {
    await openQueue(ann, "My work");
    await expect(rowsOf(ann)).toContainText(REASON);
    await ann.keyboard.press("j");
    await ann.keyboard.press("d");
    await expect(rowsOf(ann)).toContainText("Labelled");
    await expect(rowsOf(owner)).toHaveCount(1);
    await owner.keyboard.press("j");
    await owner.keyboard.press("a");
    await expect(rowsOf(ann)).toContainText("Accepted");
    await openQueue(owner, "All");
    await expect(rowsOf(owner)).toContainText("Accepted");
    await expectReadable(owner);
  });

  await test.step("and the feed tells it all", async () => {
    await owner.getByRole("link", { name: "Activity" }).click();
    await expect(owner.getByText(`returned ${NAME}'s work: “${REASON}”`)).toBeVisible();
    await expect(owner.getByText(`accepted ${NAME}'s work`)).toBeVisible();
    await expectReadable(owner);
  });
});
