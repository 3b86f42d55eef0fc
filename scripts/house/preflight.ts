import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { AppError } from "@retake/core/errors";
import { makeFolders } from "@retake/db/local-postgres";
import { portHolder } from "./port-holder.ts";

/** Below this Postgres cannot even make its first files. */
const DISK_BYTES_MIN = 300e6;

export interface WantedFolder {
  dir: string;
  purpose: string;
  /** The flag or variable that chooses another. */
  setBy: string;
}

/** Makes a folder. @returns its full path @throws AppError in words when this user cannot write there, or the disk is full */
export function openFolder(wanted: WantedFolder): string {
  const folder = path.resolve(wanted.dir);
  try {
    makeFolders(folder);
    const probe = path.join(folder, `.probe-${process.pid}`);
    fs.writeFileSync(probe, "");
    fs.rmSync(probe);
  } catch (cause) {
    const { code = "" } = cause as NodeJS.ErrnoException;
    if (code === "ENOSPC") throw diskFull(wanted, cause);
    const why = WHY[code] ?? "cannot be written by this user";
    const message = `The ${wanted.purpose} ${folder} ${why}. Choose another with ${wanted.setBy}.`;
    throw new AppError("forbidden", message, { cause });
  }
  const { bavail, bsize } = fs.statfsSync(folder);
  if (bavail * bsize < DISK_BYTES_MIN) throw diskFull(wanted);
  return folder;
}

const WHY: Record<string, string> = {
  EEXIST: "is not a folder",
  ENOTDIR: "is not a folder",
  ENOENT: "cannot be made: where it should lie takes no folders",
  EROFS: "lies on a disk that is read-only",
};

function diskFull({ dir, setBy }: WantedFolder, cause?: unknown): AppError {
  const message = `The disk that holds ${path.resolve(dir)} has less than ${DISK_BYTES_MIN / 1e6} MB left. Make room, or choose another with ${setBy}.`;
  return new AppError("storage_full", message, { cause });
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
  // What is wrong with the host is so for both.
  throw new AppError("conflict", [...new Set(faults)].join("\n"));
}

/** Of a name that is none, and of an address that another machine has. */
const HOST_CODES = new Set(["ENOTFOUND", "EAI_AGAIN", "EADDRNOTAVAIL", "EINVAL", "EAFNOSUPPORT"]);

function faultOf(host: string, { flag, purpose, port }: WantedPort, code: string): string {
  if (code === "EADDRINUSE") {
    const holder = portHolder(port);
    return `Port ${port} (${purpose}) is taken${holder === null ? "" : ` by ${holder}`}. Stop that, or choose another with ${flag}.`;
  }
  if (code === "EACCES")
    return `Port ${port} (${purpose}) is reserved for the system. Choose one above 1024 with ${flag}.`;
  if (HOST_CODES.has(code))
    return `HOST ${host} is no address of this machine. Set it to 127.0.0.1, or to 0.0.0.0 to let other machines in.`;
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
