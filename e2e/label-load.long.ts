import { chromium, expect, type Browser, type CDPSession, type Page } from "@playwright/test";
import { RobotClient } from "@retake/mock-robot/client";
import * as Y from "yjs";
import { episodeUrl, house, SAMPLE, sessionsOf, signIn } from "./replay/support/house.ts";
import { comeIn, type Guest } from "./support/crowd.ts";
import startHouse from "./support/house.ts";
import { spread } from "./support/watch-edge.ts";

// By hand: `node --import tsx e2e/label-load.long.ts [people] [large]`. Prints what labelling together feels like in real browsers; asserts nothing.
const PEOPLE = 30;
const DRAGS = 12;
const SEGMENTS = 5_000;
const COMMENTS = 500;
const EPISODE_S = 5_000;
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const wanted = process.argv.slice(2);
const stop = await startHouse();
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
});

async function newPage(of: Browser): Promise<Page> {
  const page = await (await of.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await signIn(page);
  return page;
}

async function open(page: Page, sessionId: string): Promise<number> {
  const begun = performance.now();
  await page.goto(episodeUrl(sessionId));
  await expect(page.locator('[data-save="saved"]')).toBeVisible({ timeout: 60_000 });
  return performance.now() - begun;
}

async function guests(page: Page, sessionId: string, count: number): Promise<Guest[]> {
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const options = { url: house.url(), workspace: house.workspace(), sessionId, cookie };
  return Promise.all(Array.from({ length: count }, () => comeIn(options)));
}

async function userId(page: Page): Promise<string> {
  const response = await page.request.get(`${house.url()}/api/trpc/me.get`);
  const body = (await response.json()) as { result: { data: { user: { id: string } } } };
  return body.result.data.user.id;
}

type Seen = [width: string, atMs: number][];

/** Runs in the page, which knows nothing of what a compiler adds to functions: hence text. */
const WATCH = `
  window.seenWidths = [];
  let last = "";
  requestAnimationFrame(function look() {
    const width = document.querySelector('[data-lane="subtask"] [data-label-id]')?.style.width ?? "";
    if (width !== last) window.seenWidths.push([(last = width), performance.timeOrigin + performance.now()]);
    requestAnimationFrame(look);
  });`;

/** Notes on every display frame where the first label of the lane is drawn. */
async function watchWidth(page: Page): Promise<() => Promise<Seen>> {
  await page.evaluate(WATCH);
  return () => page.evaluate(() => (window as unknown as { seenWidths: Seen }).seenWidths);
}

/** How long after A the same width was seen at B, drag by drag: an edge comes back to where it was. */
function delays(a: Seen, b: Seen): number[] {
  return a.slice(1).flatMap(([width, at]) => {
    const there = b.find(([other, otherAt]) => other === width && otherAt >= at);
    return there === undefined || there[1] - at > 2_000 ? [] : [there[1] - at];
  });
}

/** From one place to another in a second, as a hand does. */
async function drag(page: Page, byPx: number): Promise<void> {
  const edge = page.locator('[data-lane="subtask"] [data-label-id] [data-edge="end"]').first();
  const box = await edge.boundingBox();
  if (box === null) throw new Error("the first label has no edge");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 2, y);
  await page.mouse.down();
  for (let n = 1; n <= 40; n += 1) {
    await page.mouse.move(box.x + 2 + (byPx * n) / 40, y);
    // The pace of a hand: without it the drag is one step.
    await page.waitForTimeout(25);
  }
  await page.mouse.up();
}

/** What everybody else does: a word about presence and an edit, five times a second. */
function keepBusy(others: readonly Guest[], user: string, durationS: number): () => void {
  const timers = others.map(({ document, provider }, i) => {
    const values = { lane: "quality", label: "recovery", start: 0, end: durationS, author: user, at: i };
    document.annotations.set(`busy-${i}`, new Y.Map<unknown>(Object.entries(values)));
    return setInterval(() => {
      provider.awareness.setLocalState({
        user: { id: user, name: `Guest ${i}`, colour: "#3b82f6" },
        t: Math.random() * durationS,
        playing: false,
        rate: 1,
        sel: null,
        view: null,
        following: null,
        typing: false,
      });
      document.annotations.get(`busy-${i}`)?.set("start", (Math.random() * durationS) / 2);
    }, 200);
  });
  return () => timers.forEach((timer) => clearInterval(timer));
}

async function people(): Promise<void> {
  const [a, b] = [await newPage(browser), await newPage(browser)];
  const episode = (await sessionsOf(a, SAMPLE))[3];
  if (episode === undefined) throw new Error("the sample is not there");
  const id = episode.session_id;
  const [user] = [await userId(a)];
  const others = await guests(a, id, PEOPLE - 2);
  for (const page of [a, b]) await open(page, id);
  await a.keyboard.press("[");
  for (let n = 0; n < 3; n += 1) await a.keyboard.press("Control+ArrowRight");
  await a.keyboard.press("]");
  await a.keyboard.press("1");
  await expect(b.locator('[data-lane="subtask"] [data-label-id]')).toHaveCount(1);
  const rest = keepBusy(others, user, 5);
  const [seenByA, seenByB] = [await watchWidth(a), await watchWidth(b)];
  for (let n = 0; n < DRAGS; n += 1) await drag(a, n % 2 === 0 ? -110 : 110);
  // What is late counts too: the last steps may still be on their way to B.
  await b.waitForTimeout(1_000);
  rest();
  const [atA, atB] = [await seenByA(), await seenByB()];
  print(
    `${PEOPLE} people in a room, ${(PEOPLE - 2) * 5} other edits and words of presence a second: A's dragged edge is drawn at B after ${spread(delays(atA, atB))} (${atA.length} places drawn at A, ${atB.length} at B)`,
  );
  others.forEach((guest) => guest.close());
  for (const page of [a, b]) await page.context().close();
}

function fill({ document }: Guest, user: string, durationS: number): void {
  const step = durationS / SEGMENTS;
  const map = (values: object): Y.Map<unknown> => new Y.Map(Object.entries(values));
  for (let from = 0; from < SEGMENTS; from += 500)
    document.doc.transact(() => {
      for (let i = from; i < from + 500; i += 1) {
        const values = {
          lane: "subtask",
          label: "grasp",
          start: i * step,
          end: (i + 1) * step,
          author: user,
        };
        const more = { at: i, origin: "human", state: "accepted", note: "" };
        document.annotations.set(`segment-${i}`, map({ ...values, ...more }));
      }
    });
  document.doc.transact(() => {
    for (let i = 0; i < COMMENTS; i += 1) {
      const text = "Is this one right? The gripper looks late.";
      const messages = map({ [`comment-${i}`]: map({ by: user, at: i, text, editedAt: null }) });
      const t = (i * durationS) / COMMENTS;
      const values = { t, annotationId: null, resolved: false, by: user, at: i, messages };
      document.threads.set(`thread-${i}`, map(values));
    }
  });
}

async function heapMiB(cdp: CDPSession): Promise<number> {
  await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  return usedSize / (1 << 20);
}

/** Takes the end of the label in hand and nudges it by keys; how long until it is drawn, at both. */
async function nudges(a: Page, b: Page): Promise<[own: number[], other: number[]]> {
  for (const key of ["e", "e"]) await a.keyboard.press(key);
  const [seenByA, seenByB] = [await watchWidth(a), await watchWidth(b)];
  const pressed: number[] = [];
  for (let n = 0; n < 40; n += 1) {
    pressed.push(await a.evaluate(() => performance.timeOrigin + performance.now()));
    await a.keyboard.press(n % 2 === 0 ? "ArrowLeft" : "ArrowRight");
    // The pace of a person, so that each press is drawn by itself.
    await a.waitForTimeout(200);
  }
  const after = (seen: Seen): number[] =>
    pressed.flatMap((at) => {
      const next = seen.slice(1).find(([, seenAt]) => seenAt >= at);
      return next === undefined || next[1] - at > 1_000 ? [] : [next[1] - at];
    });
  return [after(await seenByA()), after(await seenByB())];
}

/** An hour and more of one signal at 5 Hz, as a robot sends it that is in a hurry. */
async function recordLongEpisode(page: Page): Promise<string> {
  const sessionId = `long.${Date.now()}`;
  const topic = { topic: "/state", data_type: "float32[]" as const, shape: [1], names: null, units: null };
  const client = new RobotClient({
    url: new URL("/ws/ingest", house.ingestUrl()).href.replace(/^http/, "ws"),
    token: house.robotToken(),
    session: { sessionId, robotType: "patient", fps: 5, task: "wait", operator: "Story", topics: [topic] },
  });
  await client.start();
  for (let frame = 0; frame <= EPISODE_S * 5; frame += 1) {
    const data = Float32Array.of(Math.sin(frame / 50));
    client.send({
      type: "message",
      topic: "/state",
      data_type: "float32[]",
      data,
      timestamp: frame / 5,
      frame_index: null,
    });
    if (frame % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await client.finish({ outcome: "success" });
  const path = `${house.url()}/api/v1/sessions/${encodeURIComponent(sessionId)}`;
  const status = async (): Promise<unknown> =>
    ((await (await page.request.get(path)).json()) as { status?: string }).status;
  await expect.poll(status, { timeout: 60_000 }).toBe("completed");
  return sessionId;
}

async function large(): Promise<void> {
  const [a, b] = [await newPage(browser), await newPage(browser)];
  const [empty, full] = [await recordLongEpisode(a), await recordLongEpisode(a)];
  const [host] = await guests(a, full, 1);
  if (host === undefined) throw new Error("nobody came");
  fill(host, await userId(a), EPISODE_S);
  const cdp = await a.context().newCDPSession(a);
  await open(a, empty);
  const plain = await open(a, empty);
  const before = await heapMiB(cdp);
  const opened: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    const begun = performance.now();
    await open(a, full);
    await expect(a.locator('[data-lane="subtask"]').getByText(`${SEGMENTS}`, { exact: true })).toBeVisible();
    opened.push(performance.now() - begun);
  }
  // Until the page is at rest: its garbage is collected, and what stays is counted.
  await a.waitForTimeout(500);
  const used = (await heapMiB(cdp)) - before;
  print(
    `${SEGMENTS} segments, ${COMMENTS} comments: opens in ${opened.map((ms) => ms.toFixed(0)).join(", ")} ms (an episode without labels in ${plain.toFixed(0)}), ${used.toFixed(0)} MiB more in the page`,
  );
  host.close();
  await open(b, full);
  for (const page of [a, b]) await zoomIn(page);
  const [own, other] = await nudges(a, b);
  print(
    `an edge nudged by a key among them is drawn after ${spread(own)}, at another's after ${spread(other)}`,
  );
  for (const page of [a, b]) await page.context().close();
}

/** So near that single segments have edges to grasp; the first one in sight is taken in hand. */
async function zoomIn(page: Page): Promise<void> {
  const box = await page.locator('[data-lane="subtask"] canvas').boundingBox();
  if (box === null) throw new Error("there is no lane");
  await page.mouse.move(box.x + 1, box.y - 2);
  await page.keyboard.down("Control");
  for (let n = 0; n < 25; n += 1) await page.mouse.wheel(0, -200);
  await page.keyboard.up("Control");
  await page.locator(`[data-lane="subtask"] [data-label-id]`).first().click();
}

if (wanted.length === 0 || wanted.includes("people")) await people();
if (wanted.length === 0 || wanted.includes("large")) await large();
await browser.close();
await stop?.();
