import { spawnSync } from "node:child_process";
import fs from "node:fs";

/**
 * Names one life of one process: its number and its start time, so that a lock left behind by a dead process is not
 * taken for a living one that got the same number. Null when no such process lives (a zombie does not).
 */
export function processStamp(pid: number): string | null {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (process.platform !== "linux") {
    const started = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
    return started === "" ? null : `${pid}@${started}`;
  }
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name stands in brackets and may hold anything; state and start time are the 1st and 20th word after it.
    const words = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return words[0] === "Z" || words[0] === "X" ? null : `${pid}@${words[19] ?? ""}`;
  } catch {
    return null;
  }
}

/** Whether the life that `stamp` names goes on. */
export function isAlive(stamp: string): boolean {
  return processStamp(Number.parseInt(stamp, 10)) === stamp;
}
