// Finds a Chromium for the browser stories, or installs one, or says how.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const KNOWN = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** @returns {Promise<string | null>} path of an executable; null after saying on stderr what to do */
export async function findBrowser() {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted) {
    if (fs.existsSync(wanted)) return wanted;
    process.stderr.write(`CHROMIUM_PATH names ${wanted}, which is not there.\n`);
    return null;
  }
  return present() ?? install();
}

function present() {
  return [...KNOWN, playwrightsOwn()].find((file) => file !== null && fs.existsSync(file)) ?? null;
}

function playwrightsOwn() {
  try {
    const require = createRequire(path.join(root, "e2e/package.json"));
    return require("@playwright/test").chromium.executablePath();
  } catch {
    return null;
  }
}

function install() {
  const debianRoot = process.getuid?.() === 0 && fs.existsSync("/etc/debian_version");
  const quiet = { stdio: ["ignore", "inherit", "inherit"] };
  process.stdout.write("no Chromium found: installing one\n");
  if (debianRoot) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-qq"], { ...quiet, env });
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { ...quiet, env });
    if (present() !== null) return present();
  }
  spawnSync(path.join(root, "node_modules/.bin/playwright"), ["install", "chromium"], quiet);
  if (present() !== null) return present();
  process.stderr.write(
    "No Chromium could be found or installed. Install one (Debian: `apt-get install chromium`; " +
      "elsewhere: `npx playwright install chromium`) or set CHROMIUM_PATH to its executable.\n",
  );
  return null;
}
