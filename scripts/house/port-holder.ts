import { spawnSync } from "node:child_process";
import fs from "node:fs";

/** Who listens on a TCP port, as far as this user may know: `node (process 4711)`. */
export function portHolder(port: number): string | null {
  return process.platform === "linux" ? holderByProc(port) : holderByLsof(port);
}

const LISTENING = "0A";

function holderByProc(port: number): string | null {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const sockets = new Set<string>();
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const line of readText(table).split("\n")) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      if (state === LISTENING && local?.endsWith(`:${hex}`)) sockets.add(`socket:[${inode}]`);
    }
  }
  if (sockets.size === 0) return null;
  for (const pid of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    if (openFiles(pid).some((target) => sockets.has(target))) {
      return `${readText(`/proc/${pid}/comm`).trim()} (process ${pid})`;
    }
  }
  return null;
}

function openFiles(pid: string): string[] {
  try {
    return fs.readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return fs.readlinkSync(`/proc/${pid}/fd/${fd}`);
      } catch {
        return "";
      }
    });
  } catch {
    return [];
  }
}

function holderByLsof(port: number): string | null {
  const run = spawnSync("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"], { encoding: "utf8" });
  const pid = /^p(\d+)/m.exec(run.stdout ?? "")?.[1];
  return pid === undefined ? null : `${/^c(.+)$/m.exec(run.stdout)?.[1] ?? "a program"} (process ${pid})`;
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
