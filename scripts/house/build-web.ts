// The pages, built once for each state of their sources: made in apps/web/.next, served from .retake/builds/<hash>, so that a
// build never changes what a running house serves.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { AppError } from "@retake/core/errors";
import { withProcessLock } from "@retake/db/local-postgres";
import { hashPageSources } from "./page-sources.ts";
import { openPagesStore } from "./pages-store.ts";
import { ROOT } from "./root.ts";

const WEB = path.join(ROOT, "apps/web");
const BUILDS = path.join(ROOT, ".retake/builds");
const store = openPagesStore(BUILDS);
const BUILD_WAIT_MS = 600_000;
/** So often are the pages built anew when their sources change under the build. */
const BUILDS_MAX = 3;

/** The folder of the pages built from the sources as they are; null when they have to be built first. */
export function findPages(): string | null {
  return store.find(hashPageSources());
}

/** Builds the pages unless that has been done from these very sources, one build at a time on one tree. @returns their folder */
export async function buildWeb(note: (text: string) => void, signal: AbortSignal): Promise<string> {
  demandWritable();
  return withProcessLock(path.join(BUILDS, "build.lock"), BUILD_WAIT_MS, async () => {
    for (let tries = 0; tries < BUILDS_MAX; tries += 1) {
      const hash = hashPageSources();
      const found = store.find(hash);
      if (found !== null) return found;
      await runBuild(note, signal);
      if (hashPageSources() === hash) return store.publish(path.join(WEB, ".next/standalone"), hash);
    }
    throw new AppError(
      "conflict",
      "The sources of the pages change faster than they can be built. Use `npm run dev` while you work on them.",
    );
  });
}

function demandWritable(): void {
  try {
    fs.mkdirSync(BUILDS, { recursive: true });
    for (const folder of [BUILDS, WEB]) fs.accessSync(folder, fs.constants.W_OK);
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
