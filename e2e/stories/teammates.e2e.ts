import { expect, test } from "@playwright/test";
import { episodeUrl, house, SAMPLE, sessionsOf, signIn } from "../replay/support/house.ts";
import { joinAs } from "../support/guest.ts";
import { laidOut, openMap } from "../support/map.ts";

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

test("a lasso is seen on a teammate's map under the drawer's name, in their colour, as long as it stands; and goes with who drew it", async ({
  page: ada,
  browser,
}) => {
  test.setTimeout(600_000);
  await signIn(ada);
  const map = await laidOut(ada);
  const eve = await joinAs(ada, browser, { name: "Eve", role: "annotator" });
  await openMap(ada, map);
  const screen = await openMap(eve, map);
  const box = await screen.surface.boundingBox();
  if (box === null) throw new Error("the map is not on screen");
  const name = ada.locator("[data-selected-by]");
  const rings = ada.locator("[data-teammate] circle");
  await expect(name).toHaveCount(0);

  const drawAround = async (): Promise<number> => {
    await eve.keyboard.press("l");
    const [right, low] = [box.x + box.width - 8, box.y + box.height - 8];
    const corners = [
      [right, box.y + 8],
      [right, low],
      [box.x + 8, low],
      [box.x + 8, box.y + 8],
    ] as const;
    await eve.mouse.move(...corners[0]);
    await eve.mouse.down();
    for (const corner of corners.slice(1)) await eve.mouse.move(...corner, { steps: 6 });
    await eve.mouse.up();
    const words = await eve.getByRole("complementary", { name: "Episodes" }).getByRole("status").innerText();
    return Number.parseInt(words, 10);
  };

  await test.step("drawn", async () => {
    const taken = await drawAround();
    expect(taken).toBe(map.count);
    await expect(name).toHaveText(`Eve · ${taken}`);
    await expect(rings).toHaveCount(taken);
    await expect(ada.getByRole("list", { name: "Selected by teammates" })).toHaveText(
      `Eve: ${taken} episodes`,
    );
    // Who is drawn in a colour is drawn in it everywhere.
    const border = await name.evaluate((element) => getComputedStyle(element).borderColor);
    const stroke = await rings.first().evaluate((element) => getComputedStyle(element).stroke);
    expect(stroke).toBe(border);
    // One does not see oneself as somebody else.
    await expect(eve.locator("[data-selected-by]")).toHaveCount(0);
  });

  await test.step("given up", async () => {
    await eve.keyboard.press("Escape");
    await expect(rings).toHaveCount(0);
    await expect(name).toHaveCount(0);
  });

  await test.step("drawn again, and the browser closed", async () => {
    await drawAround();
    await expect(name).toBeVisible();
    await eve.context().close();
    await expect(name).toHaveCount(0);
    await expect(rings).toHaveCount(0);
  });
});
