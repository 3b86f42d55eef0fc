// `npm test`: everything that must hold, in the order in which it fails soonest.
//   checks (format, lint, walls, types) → unit and Postgres tests → figures of search, descriptors and layouts → processes that are killed and lines that break → browser stories
// Last line: `N passed, N failed, N skipped`.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { findBrowser } from "./find-browser.mjs";
import { ensureInstalled } from "./install.mjs";
import { withTreeLock } from "./tree-lock.mjs";

const root = path.resolve(import.meta.dirname, "..");
const PARTS = ["check", "unit", "figures", "faults", "e2e"];
/** Half of the unit part: services, imports and programs as they run, on Postgres, files and sockets; not what indexing computes. */
const POSTGRES = "postgres";
const POSTGRES_FOLDERS = ["apps/", "clients/", "packages/db/", "packages/importer/"];
const USAGE = `npm test -- [flags]
  --only=check,unit,figures,faults,e2e   only these parts; ${POSTGRES}: of unit what needs Postgres, but for indexing
  --also-node=24.21.0            when all of that holds: what needs Postgres once more under this version of Node, fetched with npm`;
const SAID_MAX = 200_000;
/** These wait for processes and disks more than they compute: a third at a time uses what two cores leave. */
const WAITING = "--maxWorkers=3";
const { parts, alsoNode } = readFlags();
const total = { passed: 0, failed: 0, skipped: 0 };
const broken = [];

await withTreeLock(root, () => ensureInstalled(root));
if (!(await run("database client", ["node", "packages/db/scripts/generate.mjs"]))) finish();

if (wants("check")) {
  await check("format", ["oxfmt", "--check", "."]);
  await check("lint", ["oxlint", "--type-aware", "--quiet"]);
  await check("package walls", ["turbo", "boundaries"]);
  await check("package manifests", ["sherif"]);
  await check("types", ["tsc", "-p", "tsconfig.json"]);
  await check("types of the screens", ["tsc", "-p", "apps/web/tsconfig.json", "--noEmit"]);
}
if (wants("unit"))
  await vitest("unit and integration tests", ["--project=unit", "--project=postgres", WAITING]);
else if (wants(POSTGRES))
  await vitest("tests with Postgres", ["--project=postgres", WAITING, ...POSTGRES_FOLDERS]);
if (wants("figures")) await vitest("figures of search, descriptors and layouts", ["--project=figures"]);
if (wants("faults")) await vitest("fault tests", ["--project=faults"]);
if (wants("e2e")) await playwright();
if (alsoNode !== undefined && total.failed === 0) await underNode(alsoNode);
finish();

function readFlags() {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: "string" },
        "also-node": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help) {
      process.stdout.write(`${USAGE}\n`);
      process.exit(0);
    }
    const parts = values.only?.split(",") ?? PARTS;
    const unknown = parts.find((part) => part !== POSTGRES && !PARTS.includes(part));
    if (unknown !== undefined) throw new Error(`There is no part '${unknown}'.`);
    return { parts, alsoNode: values["also-node"] };
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${USAGE}\n`);
    process.exit(2);
  }
}

function wants(part) {
  return parts.includes(part);
}

/** One check counts as one test. */
async function check(name, command) {
  count(name, (await run(name, command)) ? { passed: 1 } : { failed: 1 });
}

async function vitest(name, which) {
  const report = path.join(os.tmpdir(), `retake-vitest-${process.pid}.json`);
  const args = ["run", ...which, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const ok = await run(name, ["vitest", ...args]);
  const found = readReport(report);
  count(name, {
    passed: found?.numPassedTests ?? 0,
    failed: Math.max(found?.numFailedTests ?? 0, ok ? 0 : 1),
    skipped: (found?.numPendingTests ?? 0) + (found?.numTodoTests ?? 0),
  });
}

/** What only computes is left out: it is the same under each version, and CI has no time for it. What it prints is shown only when it fails. */
async function underNode(version) {
  const name = `tests with Postgres under Node ${version}`;
  const said = [];
  const hear = (chunk) => void said.push(chunk);
  // npm's package `node` fetches its program in an install script; these are what it fetches. Into the tree: npm's own cache may
  // lie where only this user can enter, and some tests run as another one.
  const program = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const folder = path.join(root, ".retake", `node-${version}`);
  const bin = path.join(folder, "node_modules", program, "bin");
  const fetched =
    fs.existsSync(bin) ||
    (await run(`Node ${version}`, ["npm", "install", "--prefix", folder, `${program}@${version}`], {}, hear));
  const env = { PATH: [bin, process.env.PATH].join(path.delimiter) };
  const command = [path.join(bin, "node"), "scripts/test.mjs", `--only=${POSTGRES}`];
  const ok = fetched && (await run(name, command, env, hear));
  const text = Buffer.concat(said).toString();
  const counts = /(\d+) passed, (\d+) failed, (\d+) skipped\s*$/.exec(text)?.slice(1).map(Number);
  const [passed = 0, failed = 0, skipped = 0] = counts ?? [];
  process.stdout.write(ok ? `── ${passed} passed, ${skipped} skipped\n` : text.slice(-SAID_MAX));
  count(name, { passed, failed: Math.max(failed, ok ? 0 : 1), skipped });
}

async function playwright() {
  const browser = await findBrowser();
  if (browser === null) return count("browser stories", { failed: 1 });
  const report = path.join(os.tmpdir(), `retake-playwright-${process.pid}.json`);
  const ok = await run("browser stories", ["playwright", "test", "-c", "e2e/playwright.config.ts"], {
    CHROMIUM_PATH: browser,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  const found = readReport(report)?.stats;
  count("browser stories", {
    passed: found?.expected ?? 0,
    failed: Math.max((found?.unexpected ?? 0) + (found?.flaky ?? 0), ok ? 0 : 1),
    skipped: found?.skipped ?? 0,
  });
}

function count(name, { passed = 0, failed = 0, skipped = 0 }) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  if (failed > 0) broken.push(name);
}

function readReport(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return null;
  } finally {
    fs.rmSync(file, { force: true });
  }
}

async function run(name, [command, ...args], env = {}, hear = null) {
  process.stdout.write(`\n── ${name}\n`);
  const started = performance.now();
  const own = { node: process.execPath, npm: "npm" };
  const bin = path.isAbsolute(command)
    ? command
    : (own[command] ?? path.join(root, "node_modules/.bin", command));
  const code = await new Promise((resolve) => {
    const child = spawn(bin, args, {
      cwd: root,
      stdio: hear === null ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
      env: {
        ...process.env,
        TURBO_TELEMETRY_DISABLED: "1",
        NEXT_TELEMETRY_DISABLED: "1",
        DO_NOT_TRACK: "1",
        ...env,
      },
    });
    child.once("error", (error) => {
      process.stderr.write(`${name}: ${error.message}\n`);
      resolve(1);
    });
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("close", (exit) => resolve(exit ?? 1));
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`── ${name}: ${code === 0 ? "ok" : "FAILED"} in ${seconds} s\n`);
  return code === 0;
}

function finish() {
  if (total.passed + total.failed === 0) total.failed = 1;
  if (broken.length > 0) process.stdout.write(`\nfailed: ${broken.join(", ")}\n`);
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
  process.exit(total.failed > 0 ? 1 : 0);
}
