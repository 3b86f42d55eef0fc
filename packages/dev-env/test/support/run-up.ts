import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../../../..");
const READY_MS_MAX = 600_000;

export interface RunningUp {
  child: ChildProcess;
  /** Everything it printed so far, both streams. */
  said: () => string;
  /** Settles with the exit code once it has ended. */
  ended: Promise<number | null>;
  /** Settles once the `ready:` line is there. */
  ready: Promise<string>;
}

/** Runs the real `scripts/up.mjs`. `env` is all it gets besides PATH and HOME. */
export function runUp(
  flags: string[],
  env: Record<string, string> = {},
  as: { uid?: number; gid?: number } = {},
): RunningUp {
  const child = spawn(process.execPath, ["scripts/up.mjs", ...flags], {
    cwd: ROOT,
    ...as,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
  });
  let text = "";
  const hear = (chunk: Buffer): void => void (text += chunk.toString());
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const ended = once(child, "close").then(() => child.exitCode);
  const ready = new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`not ready in time:\n${text}`)), READY_MS_MAX);
    child.stdout.on("data", () => {
      const line = /^ready:.*$/m.exec(text)?.[0];
      if (line !== undefined) resolve(line);
    });
    void ended.then(() => {
      clearTimeout(late);
      reject(new Error(`ended before it was ready:\n${text}`));
    });
  });
  ready.catch(() => undefined);
  return { child, said: () => text, ended, ready };
}

/** Numbers of all living processes that work for a data folder: its name is in their arguments or their environment. */
export function processesOf(dataDir: string): number[] {
  return fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      const told = ["cmdline", "environ"].map((file) => readText(`/proc/${pid}/${file}`)).join("\0");
      return told.includes(dataDir) && !/^\d+ \(.*\) Z/.test(readText(`/proc/${pid}/stat`));
    })
    .map(Number);
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
