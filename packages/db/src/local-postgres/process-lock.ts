import fs from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "@retake/core/errors";
import { isAlive, processStamp } from "./process-stamp.ts";

const RETRY_MS = 50;

export interface ProcessLock {
  release(): void;
}

/**
 * Takes a lock file for this process, or says whose it is. The lock of a process that no longer lives is void.
 * @returns the lock, or the number of the living process that holds it
 */
export function tryProcessLock(file: string): ProcessLock | { heldBy: number } {
  const stamp = processStamp(process.pid) ?? String(process.pid);
  for (;;) {
    try {
      publish(file, stamp);
      return { release: () => release(file, stamp) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = readStamp(file);
    if (holder !== null && isAlive(holder)) return { heldBy: Number.parseInt(holder, 10) };
    if (holder !== null) removeStale(file, holder);
  }
}

/** Runs `work` while holding the lock; waits for another process that holds it. */
export async function withProcessLock<T>(file: string, waitMs: number, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const lock = tryProcessLock(file);
    if ("release" in lock) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    if (Date.now() > deadline) {
      throw new AppError(
        "unavailable",
        `Process ${lock.heldBy} has held ${file} for ${waitMs / 1000} s. Stop it and try again.`,
      );
    }
    await delay(RETRY_MS);
  }
}

/** The file appears with its content in one step (a link), so that no other process reads an empty one. */
function publish(file: string, stamp: string): void {
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, stamp, { mode: 0o600 });
  try {
    fs.linkSync(draft, file);
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

/** Another process may have replaced the stale lock by its own in the meantime: that one is put back. */
function removeStale(file: string, stale: string): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    fs.renameSync(file, aside);
    if (readStamp(aside) !== stale) fs.linkSync(aside, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "EEXIST") throw error;
  } finally {
    fs.rmSync(aside, { force: true });
  }
}

function release(file: string, stamp: string): void {
  if (readStamp(file) === stamp) fs.rmSync(file, { force: true });
}

function readStamp(file: string): string | null {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
