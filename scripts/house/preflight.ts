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

/** Ports that this process keeps for the children until they start: building the pages can take minutes. */
export interface HeldPorts {
  /** In the order in which they were asked for; one asked for as 0 is any free one. */
  numbers: number[];
  release: () => Promise<void>;
}

/** @throws AppError `conflict` that names every port that is taken, by whom, and the flag to change it */
export async function holdPorts(host: string, ports: WantedPort[]): Promise<HeldPorts> {
  const [first, second] = ports;
  const same = first !== undefined && first.port === second?.port && first.port !== 0;
  if (same) {
    throw new AppError(
      "conflict",
      `${first.flag} and ${second.flag} are the same port, ${first.port}. Choose two.`,
    );
  }
  const tries = await Promise.all(ports.map((wanted) => tryListen(host, wanted.port)));
  const servers = tries.filter((it) => it instanceof net.Server);
  const release = async (): Promise<void> =>
    void (await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed)))));
  const faults = ports.flatMap((wanted, at) => {
    const code = tries[at];
    return typeof code === "string" ? [faultOf(host, wanted, code)] : [];
  });
  if (faults.length === 0)
    return { numbers: servers.map((server) => (server.address() as net.AddressInfo).port), release };
  await release();
  throw new AppError("conflict", faults.join("\n"));
}

function faultOf(host: string, { flag, purpose, port }: WantedPort, code: string): string {
  if (code === "EADDRINUSE") {
    const holder = portHolder(port);
    return `Port ${port} (${purpose}) is taken${holder === null ? "" : ` by ${holder}`}. Stop that, or choose another with ${flag}.`;
  }
  if (code === "EACCES")
    return `Port ${port} (${purpose}) is reserved for the system. Choose one above 1024 with ${flag}.`;
  return `${host}:${port} (${purpose}) cannot be listened on: ${code}. Check HOST and ${flag}.`;
}

/** @returns the listening server, or the code of what is wrong */
function tryListen(host: string, port: number): Promise<net.Server | string> {
  return new Promise((resolve) => {
    const server = net.createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => resolve(server));
  });
}
