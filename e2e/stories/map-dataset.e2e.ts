import { expect, test } from "@playwright/test";
import { house, signIn } from "../replay/support/house.ts";
import { laidOut, openMap } from "../support/map.ts";

test.describe.configure({ timeout: 600_000 });

test("what is chosen on the map becomes a dataset: opened as a list, listed, exported as a table, changed and deleted, its episodes unharmed", async ({
  page,
}) => {
  await signIn(page);
  const map = await laidOut(page);
  await openMap(page, map);
  for (let n = 0; n < 3; n += 1) {
    await page.keyboard.press("j");
    await page.keyboard.press("x");
  }
  await page.getByRole("button", { name: "Open as dataset" }).click();
  await page.getByLabel("Dataset", { exact: true }).fill("Good starts");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/episodes\?dataset=Good\.starts/);
  const grid = page.getByRole("grid", { name: "Episodes" });
  await expect(grid).toHaveAttribute("aria-rowcount", "4");

  await test.step("one is taken out, and put back by undo", async () => {
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await page.getByRole("button", { name: "Take out of dataset" }).click();
    await expect(grid).toHaveAttribute("aria-rowcount", "3");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(grid).toHaveAttribute("aria-rowcount", "4");
  });

  await test.step("it stands among the datasets, and its table names its episodes", async () => {
    await page.goto(`${house.url()}/w/${house.workspace()}/datasets`);
    await page.getByRole("link", { name: "Good starts" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Good starts");
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Episodes (CSV)" }).click();
    const file = await saved;
    expect(file.suggestedFilename()).toBe("Good.starts.csv");
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    const [names, ...lines] = Buffer.concat(chunks).toString("utf8").trimEnd().split("\r\n");
    expect(names).toMatch(/^session_id,/);
    expect(lines).toHaveLength(3);
    const address = lines[0]?.split(",").at(-1) ?? "";
    expect((await page.request.get(`${address}?format=csv`)).status()).toBe(200);
  });

  await test.step("a new name, and the end of it", async () => {
    await page.getByRole("button", { name: "Change the dataset" }).click();
    await page.getByRole("menuitem", { name: "Rename" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Best starts");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Best starts");
    await page.getByRole("button", { name: "Change the dataset" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
    await expect(page).toHaveURL(/\/datasets$/);
    await expect(page.getByRole("link", { name: "Best starts" })).toHaveCount(0);
  });
  expect((await laidOut(page)).count).toBe(map.count);
});
