// What every command does first: installs exactly what package-lock.json names if that has not been done yet. Dependency-free.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** Which lockfile, on which kind of machine, the modules beside it were installed from. */
const STAMP = "node_modules/.retake-lock";
const SAID_MAX = 20_000;
/** npm's own waits between its tries add up to a minute and a half of silence where there is no network. */
const PATIENCE = ["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"];

/** Returns once the tree can be used; otherwise says why not, and ends the process with code 1. */
export async function ensureInstalled(root) {
  const stamp = path.join(root, STAMP);
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wantedStamp(root)) return;
  process.stderr.write("Installing dependencies (once; about a minute) …\n");
  // Over an older tree only the difference is installed, so that what runs from it goes on; one that npm did not finish (its own
  // list is written last) is made anew. No package's own scripts are run: none is needed, and some would download.
  const finished = fs.existsSync(path.join(root, "node_modules/.package-lock.json"));
  const verb = finished ? "install" : "ci";
  const { code, said } = await runNpm(root, [
    verb,
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-save",
    ...PATIENCE,
  ]);
  if (code !== 0) refuse(explain(said));
  fs.writeFileSync(stamp, wantedStamp(root));
}

function refuse(words) {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}

function wantedStamp(root) {
  const lock = fs.readFileSync(path.join(root, "package-lock.json"));
  return `${createHash("sha256").update(lock).digest("hex")} ${process.platform}-${process.arch}\n`;
}

function runNpm(root, args) {
  // npm tells its children where it lies; a bare `node scripts/up.mjs` finds it in PATH.
  const cli = process.env.npm_execpath;
  const viaNode = cli !== undefined && /\.c?js$/.test(cli);
  const [program, first] = viaNode ? [process.execPath, [cli]] : ["npm", []];
  return new Promise((resolve) => {
    let said = "";
    const child = spawn(program, [...first, ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => (said = (said + chunk).slice(-SAID_MAX)));
    }
    child.once("error", (error) => resolve({ code: 1, said: String(error) }));
    child.once("exit", (code) => resolve({ code: code ?? 1, said }));
  });
}

function explain(said) {
  const end = said.trim().split("\n").slice(-8).join("\n");
  if (/ENOSPC|no space left/i.test(said))
    return `The disk is full: the dependencies need about 1.5 GB.\n\n${end}`;
  if (/EACCES|EPERM|EROFS/.test(said))
    return `This user may not write to this folder. Clone into one of yours.\n\n${end}`;
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i.test(said)) {
    return `npm cannot reach its registry. Connect to the network (or set npm's registry and proxy) and run this again.\n\n${end}`;
  }
  if (/ENOENT.*npm/.test(said)) return "npm was not found. It comes with Node: https://nodejs.org";
  return `npm could not install the dependencies:\n\n${end}`;
}
