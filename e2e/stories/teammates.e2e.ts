import { expect, test } from "@playwright/test";
import { episodeUrl, house, SAMPLE, sessionsOf, signIn } from "../replay/support/house.ts";
import { joinAs } from "../support/guest.ts";

test("who has an episode open is seen in the list and its preview until they leave; those who keep it open the gold layer", async ({
  page: ada,
  browser,
}) => {
  await signIn(ada);
  // The newest is in sight without scrolling.
  const episode = (await sessionsOf(ada, SAMPLE)).at(-1)!;
  const bob = await joinAs(ada, browser, { name: "Bob", role: "annotator" });
  const bobsPage = episodeUrl(episode.session_id);
  await ada.goto(`${house.url()}/w/${house.workspace()}/episodes?dataset=${SAMPLE}`);
  const face = ada.locator(`[data-people-at="${episode.session_id}"]`);
  await expect(ada.getByRole("row").nth(1)).toBeVisible();
  await expect(face).toHaveCount(0);

  await test.step("Bob comes, and goes on", async () => {
    await bob.goto(bobsPage);
    await expect(face.first()).toHaveAccessibleName("Open at Bob");
    await bob.goto(`${house.url()}/w/${house.workspace()}/review`);
    await expect(face).toHaveCount(0);
  });

  await test.step("an annotator has no way to the reference; an owner goes there and back", async () => {
    await bob.goto(bobsPage);
    await expect(bob.locator('[data-save="saved"]')).toBeVisible();
    await expect(bob.locator("[data-gold]")).toHaveCount(0);
    await ada.goto(bobsPage);
    await ada.getByRole("link", { name: "Open the gold layer" }).click();
    await expect(ada.locator('[data-gold="true"]')).toBeVisible();
    await expect(ada.locator('[data-save="saved"]')).toBeVisible();
    for (const key of ["[", "Control+ArrowRight", "]", "1"]) await ada.keyboard.press(key);
    const labels = ada.locator('[data-lane="subtask"] [data-label-id]');
    await expect(labels).toHaveCount(1);
    await ada.keyboard.press("Shift+G");
    await expect(ada.locator('[data-gold="false"]')).toBeVisible();
    await expect(labels).toHaveCount(0);
  });
  await bob.context().close();
});
