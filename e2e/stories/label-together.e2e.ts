import { expect, test, type Locator, type Page } from "@playwright/test";
import { house, SAMPLE, sessionsOf, signIn } from "../replay/support/house.ts";
import { joinAs } from "../support/guest.ts";
import { spread } from "../support/watch-edge.ts";

const lane = (page: Page, name = "Subtask"): Locator => page.getByRole("region", { name: `Lane ${name}` });
const labels = (page: Page, state = "accepted"): Locator =>
  lane(page).locator(`[data-label-id][data-state="${state}"]`);
const saved = (page: Page): Locator => page.locator('[data-save="saved"]');
const time = async (page: Page): Promise<number> =>
  Number.parseFloat((await page.getByTestId("time").textContent()) ?? "");

async function open(page: Page, sessionId: string, query = ""): Promise<void> {
  await page.goto(`${house.url()}/w/${house.workspace()}/e/${encodeURIComponent(sessionId)}${query}`);
  await expect(saved(page)).toBeVisible();
}

async function press(page: Page, keys: string): Promise<void> {
  for (const key of keys.split(" ")) await page.keyboard.press(key);
}

/** Classes of the lane as the page shows them, in time order. */
async function classes(page: Page): Promise<string[]> {
  const found = await labels(page).evaluateAll((all) =>
    all
      .map((one) => ({ left: one.getBoundingClientRect().left, name: one.getAttribute("data-class") ?? "" }))
      .toSorted((a, b) => a.left - b.left),
  );
  return found.map(({ name }) => name);
}

/** Notes in the page when the first label of the lane changes its place or width, by the machine's clock. */
async function watchWidth(page: Page): Promise<() => Promise<[width: string, atMs: number][]>> {
  await page.evaluate(() => {
    const seen: [string, number][] = [];
    let last = "";
    const look = (): void => {
      const width =
        document.querySelector<HTMLElement>('[data-lane="subtask"] [data-label-id]')?.style.width ?? "";
      if (width !== last) seen.push([(last = width), performance.timeOrigin + performance.now()]);
      requestAnimationFrame(look);
    };
    look();
    Object.assign(window, { seenWidths: seen });
  });
  return () => page.evaluate(() => (window as unknown as { seenWidths: [string, number][] }).seenWidths);
}

/** How long after A the same width was seen at B. */
function delays(a: [string, number][], b: [string, number][]): number[] {
  const firstAt = new Map<string, number>();
  for (const [width, at] of b.toReversed()) firstAt.set(width, at);
  return a.flatMap(([width, at]) => {
    const there = firstAt.get(width);
    return there === undefined || there < at ? [] : [there - at];
  });
}

async function dragFirstEdge(page: Page, byPx: number): Promise<void> {
  const box = await labels(page).first().locator('[data-edge="end"]').boundingBox();
  if (box === null) throw new Error("the first label has no edge");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 2, y);
  await page.mouse.down();
  for (let n = 1; n <= 40; n++) await page.mouse.move(box.x + 2 + (byPx * n) / 40, y);
  await expect(page.locator("[data-edge-picture] img").first()).toHaveAttribute("src", /\.jpg/);
  await page.mouse.up();
}

test("two people label one episode with keys and mouse, talk about it and follow each other", async ({
  page: ada,
  browser,
}) => {
  await signIn(ada);
  const [episode] = await sessionsOf(ada, SAMPLE);
  const bob = await joinAs(ada, browser, { name: "Bob", role: "annotator" });
  await open(ada, episode!.session_id);
  await open(bob, episode!.session_id);

  await test.step("in and out by keys; the other sees it and who is here", async () => {
    await press(ada, "[ Control+ArrowRight Control+ArrowRight ] 1 Control+ArrowRight ] 2");
    await expect(labels(ada)).toHaveCount(2);
    await expect(labels(bob)).toHaveCount(2);
    expect(await classes(bob)).toEqual(["reach", "grasp"]);
    await expect(ada.locator('[data-person="Bob"]')).toBeVisible();
    await expect(bob.locator("[data-overview] [data-playhead-of]")).toHaveCount(1);
    await expect(saved(ada)).toBeVisible();
  });

  await test.step("an edge that is dragged moves at the other's at once", async () => {
    const [seenByAda, seenByBob] = [await watchWidth(ada), await watchWidth(bob)];
    await dragFirstEdge(ada, -130);
    const last = async (seen: () => Promise<[string, number][]>): Promise<string | undefined> =>
      (await seen()).at(-1)?.[0];
    await expect.poll(async () => (await last(seenByBob)) === (await last(seenByAda))).toBe(true);
    expect((await seenByAda()).length).toBeGreaterThan(5);
    process.stdout.write(
      `  edge dragged: ${spread(delays(await seenByAda(), await seenByBob()))}, two browsers on one machine\n`,
    );
  });

  await test.step("undo takes back one's own and leaves the other's", async () => {
    await press(
      bob,
      "Control+ArrowRight Control+ArrowRight Control+ArrowRight Control+ArrowRight [ Control+ArrowRight ] 4",
    );
    await expect(labels(ada)).toHaveCount(3);
    await press(ada, "Control+z Control+z");
    await expect.poll(() => classes(ada)).toEqual(["reach", "move"]);
    await expect.poll(() => classes(bob)).toEqual(["reach", "move"]);
    await press(ada, "Control+Shift+z");
    await expect.poll(() => classes(bob)).toEqual(["reach", "grasp", "move"]);
  });

  await test.step("a comment names somebody, is answered and resolved", async () => {
    await press(ada, "c");
    await ada.getByLabel("Comment", { exact: true }).fill("Is this a slip? ");
    await ada.keyboard.type("@Bo");
    await ada.keyboard.press("Enter");
    await ada.keyboard.press("Control+Enter");
    await bob.getByRole("tab", { name: /Comments/ }).click();
    await expect(bob.locator('[data-mention="Bob"]')).toBeVisible();
    await bob.getByRole("button", { name: "Reply" }).click();
    await bob.getByLabel("Reply").fill("No, <b>it holds</b>");
    await bob.keyboard.press("Control+Enter");
    await expect(ada.locator("[data-comment]")).toHaveCount(2);
    await expect(ada.getByText("No, <b>it holds</b>")).toBeVisible();
    await bob.locator("[data-comment]").last().getByRole("button", { name: "Delete" }).click();
    await expect(ada.locator("[data-comment]")).toHaveCount(1);
    await bob.getByRole("button", { name: "Undo" }).click();
    await expect(ada.getByText("No, <b>it holds</b>")).toBeVisible();
    await ada.getByRole("button", { name: "Resolve", exact: true }).click();
    await expect(bob.locator("[data-thread]")).toHaveCount(0);
  });

  await test.step("a shared playhead, until one moves by oneself", async () => {
    await press(bob, "Home");
    await bob.locator("[data-person]").click();
    await press(ada, "Home Control+ArrowRight Control+ArrowRight Control+ArrowRight");
    await expect.poll(() => time(bob)).toBe(await time(ada));
    await press(bob, "ArrowRight");
    await expect(bob.locator('[data-person][aria-pressed="true"]')).toHaveCount(0);
    await press(ada, "Home");
    await expect.poll(() => time(ada)).toBe(0);
    expect(await time(bob)).toBeGreaterThan(2);
  });

  await bob.context().close();
});

test("what is changed offline merges on return, and a viewer only looks", async ({ page: ada, browser }) => {
  await signIn(ada);
  const episode = (await sessionsOf(ada, SAMPLE))[1]!;
  const bob = await joinAs(ada, browser, { name: "Bob", role: "annotator" });
  await open(ada, episode.session_id);
  await open(bob, episode.session_id);
  await press(ada, "[ Control+ArrowRight ] 1");
  await expect(labels(bob)).toHaveCount(1);

  await bob.context().setOffline(true);
  await expect(bob.locator('[data-save="offline"]')).toBeVisible();
  await press(bob, "Escape End Control+ArrowLeft [ End ] 6");
  await press(ada, "Control+ArrowRight ] 2");
  await expect(labels(bob)).toHaveCount(2);
  await expect(labels(ada)).toHaveCount(2);
  expect(await classes(bob)).not.toEqual(await classes(ada));
  await bob.context().setOffline(false);
  await expect(saved(bob)).toBeVisible({ timeout: 60_000 });
  await expect.poll(() => classes(ada)).toEqual(["reach", "grasp", "retract"]);
  await expect.poll(() => classes(bob)).toEqual(["reach", "grasp", "retract"]);

  const vera = await joinAs(ada, browser, { name: "Vera", role: "viewer" });
  await open(vera, episode.session_id);
  await expect(labels(vera)).toHaveCount(3);
  await expect(vera.getByRole("toolbar", { name: "Label", exact: true })).toHaveCount(0);
  await press(vera, "[ Control+ArrowRight ] 1 x Control+z");
  await expect(labels(vera)).toHaveCount(3);
  await expect(labels(ada)).toHaveCount(3);
  await Promise.all([bob.context().close(), vera.context().close()]);
});

test("ten episodes are labelled without a mouse; keystrokes are counted", async ({ page }) => {
  await signIn(page);
  const episodes = (await sessionsOf(page, SAMPLE)).slice(10, 20);
  let keys = 0;
  const count = async (combination: string): Promise<void> => {
    keys += combination.split(" ").length;
    await press(page, combination);
  };
  await open(page, episodes[0]!.session_id, "?sort=index");
  for (const [i, episode] of episodes.entries()) {
    await expect(page).toHaveURL(new RegExp(`${episode.session_id.replace(".", "\\.")}\\b`));
    await expect(saved(page)).toBeVisible();
    // Four subtasks: one in, then an out and a class for each; the last ends with the episode.
    await count("[ Control+ArrowRight ] 1 Control+ArrowRight ] 2 Control+ArrowRight ] 4 End ] 5 s");
    await expect(labels(page)).toHaveCount(4);
    await expect(saved(page)).toBeVisible();
    if (i < episodes.length - 1) await count("n");
  }
  const { length } = episodes;
  process.stdout.write(
    `  ${length} episodes, ${4 * length} segments and ${length} outcomes: ${keys} keystrokes, ${keys / length} an episode\n`,
  );
  expect(keys).toBeLessThanOrEqual(15 * length);
});

test("suggestions by rules wait for a person, who answers each with one key", async ({ page }) => {
  await signIn(page);
  const episode = (await sessionsOf(page, SAMPLE))[25]!;
  await open(page, episode.session_id);
  await page.getByRole("button", { name: "Suggest" }).click();
  await expect.poll(() => labels(page, "proposed").count()).toBeGreaterThan(2);
  await expect(labels(page)).toHaveCount(0);
  const proposed = await labels(page, "proposed").count();
  await press(page, "a");
  await expect(labels(page)).toHaveCount(1);
  await press(page, "r");
  await expect(labels(page, "proposed")).toHaveCount(proposed - 2);
  await press(page, "Shift+a");
  await expect(labels(page, "proposed")).toHaveCount(0);
  await expect(labels(page)).toHaveCount(proposed - 1);
  await press(page, "Control+z");
  await expect(labels(page, "proposed")).toHaveCount(proposed - 2);
});
