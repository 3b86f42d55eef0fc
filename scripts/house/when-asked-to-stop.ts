import fs from "node:fs";
import { isAlive, processStamp } from "@retake/db/local-postgres";

const LOOK_EVERY_MS = 1_000;
/** One Ctrl-C can come twice: from the terminal, and passed on by npm. */
const SAME_PRESS_MS = 1_000;

/**
 * Calls once on Ctrl-C, SIGTERM, a closed terminal, and when the npm that started us is gone. A second Ctrl-C ends this process
 * at once; its children then end by themselves.
 */
export function whenAskedToStop(stop: () => void): void {
  let askedAt: number | null = null;
  const ask = (): void => {
    if (askedAt !== null) return;
    askedAt = Date.now();
    stop();
  };
  process.on("SIGTERM", ask);
  process.on("SIGHUP", ask);
  process.on("SIGINT", () => {
    if (askedAt !== null && Date.now() - askedAt > SAME_PRESS_MS) process.exit(130);
    ask();
  });

  const starters = npmProcesses();
  if (starters.length === 0) return;
  setInterval(() => {
    if (!starters.every(isAlive)) ask();
  }, LOOK_EVERY_MS).unref();
}

/** The npm that runs us and the shell between, if there is one: who starts us by hand in the background may well go away. */
function npmProcesses(): string[] {
  if (process.env["npm_lifecycle_event"] === undefined) return [];
  const pids = [process.ppid];
  if (process.platform === "linux") {
    const [, npm] = /^PPid:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${process.ppid}/status`, "utf8")) ?? [];
    if (npm !== undefined && fs.readFileSync(`/proc/${npm}/cmdline`, "utf8").startsWith("npm "))
      pids.push(Number(npm));
  }
  return pids.map(processStamp).filter((stamp) => stamp !== null);
}
