import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium, expect, type Page } from "@playwright/test";
import { bootstrap } from "@retake/db/bootstrap";
import { freePort } from "@retake/db/local-postgres";
import { insertManyEpisodes, startFrontProcess, startTestDatabase } from "@retake/dev-env";

// By hand: `node --import tsx e2e/map-figures.long.ts [counts]`. Prints what the map costs in a real browser, whose WebGL is software (SwiftShader)
// where there is no graphics card; asserts nothing. Points are invented; pages, front and Postgres are the real ones. There is no worker, which would
// lay the points out anew. The pages are those that `npm run up` has built last.
const COUNTS = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [206, 10_000, 100_000];
const FRAMES = 20;
const SEED = 7;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "retake-map-figures-"));
const database = await startTestDatabase();
const server = newestPages();
const nextPort = await freePort();
const secret = "a secret of these figures, and of no other house";
const env = {
  AUTH_SECRET: secret,
  DATABASE_URL: database.url,
  RETAKE_DATA_DIR: dataDir,
  STORAGE_URL: `file:${dataDir}/store`,
};
const front = await startFrontProcess({ ...env, RETAKE_NEXT_URL: `http://127.0.0.1:${nextPort}` });
const next = spawn(process.execPath, [server], {
  cwd: path.dirname(server),
  env: {
    ...process.env,
    ...env,
    NODE_ENV: "production",
    PORT: String(nextPort),
    HOSTNAME: "127.0.0.1",
    NEXTAUTH_URL: front.url,
  },
  stdio: "ignore",
});
const { credentials } = await bootstrap(database.db, { dataDir, webUrl: front.url, ingestUrl: front.url });
if (credentials === null) throw new Error("a fresh database gets an owner");
const { userId } = await database.db.prisma.membership.findFirstOrThrow();
// Before anybody signs in: what a login may see is remembered for a while.
for (const count of COUNTS)
  await database.db.prisma.workspace.create({
    data: { slug: `map-${count}`, name: `map-${count}`, memberships: { create: { userId, role: "owner" } } },
  });
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
});

async function workspaceOf(count: number): Promise<{ id: string; slug: string }> {
  return database.db.prisma.workspace.findUniqueOrThrow({ where: { slug: `map-${count}` } });
}

function newestPages(): string {
  const builds = path.resolve(import.meta.dirname, "../.retake/builds");
  const servers = fs
    .readdirSync(builds)
    .map((name) => path.join(builds, name, "apps/web/server.js"))
    .filter((file) => fs.existsSync(file))
    .toSorted((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs);
  if (servers[0] === undefined) throw new Error("There are no built pages: run `npm run up` once.");
  return servers[0];
}

async function signedIn(): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await page.goto(`${front.url}/signin`, { timeout: 120_000 });
  await page.getByLabel("E-mail").fill(credentials?.email ?? "");
  await page.getByLabel("Password").fill(credentials?.password ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/signin"), { timeout: 60_000 });
  return page;
}

/** Milliseconds between display frames while `act` is done once in each. Runs in the page, hence text. */
const FRAME_TIMES = (act: string): string => `new Promise((resolve) => {
  const times = [];
  let last = performance.now();
  requestAnimationFrame(function tick(now) {
    const at = performance.now();
    times.push(at - last);
    last = at;
    if (times.length > ${FRAMES}) resolve(times.slice(1));
    else { ${act}; requestAnimationFrame(tick); }
  });
})`;

function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.round(share * (sorted.length - 1))] ?? 0).toFixed(0);
  return `median ${at(0.5)} ms, worst ${at(1)} ms`;
}

async function measure(page: Page, slug: string, count: number): Promise<void> {
  const map = `${front.url}/data/v1/workspaces/${slug}/map/motion`;
  for (const when of ["made", "kept"]) {
    const begun = performance.now();
    const body = await (await page.request.get(map)).body();
    print(
      `  answer ${when}: ${(performance.now() - begun).toFixed(0)} ms, ${(body.length / 1e6).toFixed(2)} MB`,
    );
  }
  const begun = performance.now();
  await page.goto(`${front.url}/w/${slug}/map`, { waitUntil: "commit" });
  await expect(page.locator("[data-points] canvas")).toBeVisible({ timeout: 120_000 });
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
  print(`  first paint from the address: ${(performance.now() - begun).toFixed(0)} ms`);
  await expect(page.getByRole("row").first()).toBeVisible({ timeout: 60_000 });

  const pan = (await page.evaluate(
    FRAME_TIMES(
      'window.dispatchEvent(new KeyboardEvent("keydown", { key: times.length % 2 ? "ArrowLeft" : "ArrowRight" }))',
    ),
  )) as number[];
  print(`  a frame of moving: ${spread(pan)}`);

  const box = await page.locator("[data-points]").boundingBox();
  const hovers = (await page.evaluate(`(async () => {
    const surface = document.querySelector("[data-points]");
    const times = [];
    for (let k = 0; k < ${FRAMES}; k += 1) {
      const x = ${box?.x ?? 0} + 260 + (k * 37) % 440;
      const y = ${box?.y ?? 0} + 120 + (k * 53) % 420;
      const begun = performance.now();
      surface.dispatchEvent(new PointerEvent("pointermove", { clientX: x, clientY: y, bubbles: true, pointerType: "mouse", isPrimary: true }));
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      times.push(performance.now() - begun);
    }
    return times;
  })()`)) as number[];
  print(`  from a move of the pointer to the frame that shows what is under it: ${spread(hovers)}`);

  const at = performance.now();
  await page.keyboard.press("Control+a");
  await expect(page.getByRole("complementary", { name: "Episodes" }).getByRole("status")).toHaveText(
    `${count.toLocaleString("en-US")} selected`,
    { timeout: 60_000 },
  );
  print(`  choosing all ${count}: ${(performance.now() - at).toFixed(0)} ms`);
}

try {
  const page = await signedIn();
  print(
    await page.evaluate(`(() => {
    const gl = document.createElement("canvas").getContext("webgl2");
    const names = gl?.getExtension("WEBGL_debug_renderer_info");
    return "drawn by " + (names ? gl.getParameter(names.UNMASKED_RENDERER_WEBGL) : "nothing that says its name");
  })()`),
  );
  for (const count of COUNTS) {
    const { id: workspaceId, slug } = await workspaceOf(count);
    await insertManyEpisodes(database.db, {
      workspaceId,
      count,
      seed: SEED,
      withTextVectors: false,
    });
    print(`${count.toLocaleString("en-US")} episodes`);
    await measure(page, slug, count);
    await database.db.prisma.workspace.delete({ where: { id: workspaceId } });
  }
} finally {
  await browser.close();
  next.kill();
  await front.kill("SIGTERM");
  await database.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
}
