import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { AppError } from "@retake/core/errors";
import { withProcessLock } from "@retake/db/local-postgres";
import { ROOT } from "./root.ts";

const WEB = path.join(ROOT, "apps/web");
const BUILT = path.join(WEB, ".next");
export const STANDALONE_SERVER = path.join(BUILT, "standalone/apps/web/server.js");
/** Hash of what the build was made from; written last, so that a build cut off is none. */
const STAMP = path.join(BUILT, "retake-built-from");

const SOURCES = [
  "apps/web",
  "packages/core",
  "packages/db",
  "packages/media",
  "packages/telemetry",
  "packages/trpc",
];
const NOT_SOURCES = new Set(["node_modules", ".next", "test", "streams", "migrations"]);
const BUILD_WAIT_MS = 600_000;

/** Whether the pages have to be built before they can be served. */
export function needsBuild(): boolean {
  return (
    !fs.existsSync(STANDALONE_SERVER) ||
    !fs.existsSync(STAMP) ||
    fs.readFileSync(STAMP, "utf8") !== hashSources()
  );
}

/** Builds the pages unless that has been done from these very sources. One build at a time on one tree. */
export async function buildWeb(note: (text: string) => void, signal: AbortSignal): Promise<void> {
  const scratch = path.join(ROOT, ".retake");
  demandWritable(scratch);
  await withProcessLock(path.join(scratch, "build.lock"), BUILD_WAIT_MS, async () => {
    if (!needsBuild()) return;
    const madeFrom = hashSources();
    fs.rmSync(STAMP, { force: true });
    await runBuild(note, signal);
    fs.writeFileSync(STAMP, madeFrom);
  });
}

function demandWritable(scratch: string): void {
  try {
    fs.mkdirSync(scratch, { recursive: true });
    for (const folder of [scratch, WEB]) fs.accessSync(folder, fs.constants.W_OK);
  } catch (cause) {
    throw new AppError(
      "forbidden",
      `The pages have to be built first, and this user may not write to ${ROOT}. Run this once as the owner of that folder, or clone it into one of yours.`,
      { cause },
    );
  }
}

function runBuild(note: (text: string) => void, signal: AbortSignal): Promise<void> {
  let said = "";
  const child = spawn(process.execPath, ["scripts/build.mjs"], {
    cwd: WEB,
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      note(said.trim().split("\n").at(-1)?.trim().slice(0, 60) ?? "");
    });
  }
  return new Promise((resolve, reject) => {
    const cutOff = (): void => void child.kill("SIGTERM");
    signal.addEventListener("abort", cutOff, { once: true });
    child.once("error", reject);
    child.once("exit", (code) => {
      signal.removeEventListener("abort", cutOff);
      if (code === 0) return resolve();
      const full = /ENOSPC|no space left/i.test(said) ? "The disk is full. " : "";
      reject(
        new AppError("unavailable", `${full}The pages could not be built:\n${said.trim().slice(-3_000)}`),
      );
    });
  });
}

function hashSources(): string {
  const hash = createHash("sha256").update(fs.readFileSync(path.join(ROOT, "package-lock.json")));
  for (const source of SOURCES) {
    for (const file of listFiles(path.join(ROOT, source))) {
      hash.update(`\0${path.relative(ROOT, file)}\0`).update(fs.readFileSync(file));
    }
  }
  return hash.digest("hex");
}

function listFiles(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory())
        return NOT_SOURCES.has(entry.name) || entry.name === "generated" ? [] : listFiles(full);
      return entry.name.endsWith(".tsbuildinfo") || entry.name === "next-env.d.ts" ? [] : [full];
    });
}
