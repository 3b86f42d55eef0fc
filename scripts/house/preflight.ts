import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { AppError } from "@retake/core/errors";
import { portHolder } from "./port-holder.ts";

/** Below this Postgres cannot even make its first files. */
const DISK_BYTES_MIN = 300e6;

/**
 * Makes the data folder. @throws AppError in words when this user cannot write there, or the disk is full
 */
export function openDataDir(dir: string): string {
  const dataDir = path.resolve(dir);
  try {
    fs.mkdirSync(dataDir, { recursive: true });
    const probe = path.join(dataDir, `.probe-${process.pid}`);
    fs.writeFileSync(probe, "");
    fs.rmSync(probe);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOSPC") throw diskFull(dataDir, cause);
    const why =
      code === "EEXIST" || code === "ENOTDIR" ? "is not a folder" : "cannot be written by this user";
    throw new AppError("forbidden", `The data folder ${dataDir} ${why}. Choose another with --data-dir.`, {
      cause,
    });
  }
  const { bavail, bsize } = fs.statfsSync(dataDir);
  if (bavail * bsize < DISK_BYTES_MIN) throw diskFull(dataDir);
  return dataDir;
}

function diskFull(dataDir: string, cause?: unknown): AppError {
  return new AppError(
    "storage_full",
    `The disk that holds ${dataDir} has less than ${DISK_BYTES_MIN / 1e6} MB left. Make room, or choose another with --data-dir.`,
    { cause },
  );
}

export interface WantedPort {
  flag: string;
  purpose: string;
  port: number;
}

/** @throws AppError `conflict` that names every port that is taken, by whom, and the flag to change it */
export async function checkPorts(host: string, ports: WantedPort[]): Promise<void> {
  const faults: string[] = [];
  const [first, second] = ports;
  if (first !== undefined && first.port === second?.port && first.port !== 0) {
    faults.push(`${first.flag} and ${second.flag} are the same port, ${first.port}.`);
  }
  for (const { flag, purpose, port } of ports) {
    const code = await tryListen(host, port);
    if (code === null) continue;
    if (code === "EADDRINUSE") {
      const holder = portHolder(port);
      faults.push(
        `Port ${port} (${purpose}) is taken${holder === null ? "" : ` by ${holder}`}. Stop that, or choose another with ${flag}.`,
      );
    } else if (code === "EACCES") {
      faults.push(
        `Port ${port} (${purpose}) is reserved for the system. Choose one above 1024 with ${flag}.`,
      );
    } else {
      faults.push(`${host}:${port} (${purpose}) cannot be listened on: ${code}. Check HOST and ${flag}.`);
    }
  }
  if (faults.length > 0) throw new AppError("conflict", faults.join("\n"));
}

function tryListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}
