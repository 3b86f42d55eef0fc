import { constants, statSync, write } from "node:fs";
import * as fs from "node:fs/promises";
import { dirname } from "node:path";
import { nodeFileOperations } from "../object-store/file-operations.ts";

export interface LogFileHandle {
  /** @returns the bytes written, which may be fewer than asked for */
  write(bytes: Uint8Array, position: number): Promise<number>;
  /** @returns the bytes read, 0 at the end */
  read(into: Uint8Array, position: number): Promise<number>;
  truncate(bytes: number): Promise<void>;
  datasync(): Promise<void>;
  size(): Promise<number>;
  close(): Promise<void>;
}

/** The calls by which the log touches a disk: the seam where tests make one fail or lose its power. */
export interface LogDisk {
  /** Creates a folder and makes its name durable. */
  makeFolder(folder: string): Promise<void>;
  list(folder: string): Promise<string[]>;
  /** `create` refuses a name that exists. */
  open(path: string, mode: "create" | "read" | "change"): Promise<LogFileHandle>;
  exists(path: string): Promise<boolean>;
  unlink(path: string): Promise<void>;
  syncFolder(folder: string): Promise<void>;
}

/** Where a write can be told to be an fdatasync too, a batch takes one turn in the thread pool instead of two. */
const WRITES_ARE_DURABLE = process.platform === "linux";
const CREATE =
  constants.O_CREAT | constants.O_EXCL | constants.O_RDWR | (WRITES_ARE_DURABLE ? constants.O_DSYNC : 0);
const FLAGS = { create: CREATE, read: constants.O_RDONLY, change: constants.O_RDWR };

export const nodeLogDisk: LogDisk = {
  async makeFolder(folder) {
    const first = await fs.mkdir(folder, { recursive: true });
    if (first === undefined) return;
    for (let made = folder; made.length >= first.length; made = dirname(made)) {
      await nodeFileOperations.syncFolder(dirname(made));
    }
  },
  list: (folder) => fs.readdir(folder),
  async open(path, mode) {
    const file = await fs.open(path, FLAGS[mode]);
    return {
      write: (bytes, position) => writeOnce(file.fd, bytes, position),
      read: async (into, position) => (await file.read(into, 0, into.length, position)).bytesRead,
      truncate: (bytes) => file.truncate(bytes),
      datasync: async () => {
        if (mode !== "create" || !WRITES_ARE_DURABLE) await file.datasync();
      },
      size: async () => (await file.stat()).size,
      close: () => file.close(),
    };
  },
  async exists(path) {
    // Asked before every ack, of a name the kernel has in memory: quicker than a turn in the thread pool.
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  },
  unlink: (path) => fs.unlink(path),
  syncFolder: (folder) => nodeFileOperations.syncFolder(folder),
};

/** As `FileHandle.write`, which makes several promises and arrays for each call. */
function writeOnce(fd: number, bytes: Uint8Array, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    write(fd, bytes, 0, bytes.length, position, (error, written) => {
      if (error === null) resolve(written);
      else reject(error);
    });
  });
}

export async function writeFully(file: LogFileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const written = await file.write(bytes.subarray(done), position + done);
    if (written === 0) throw Object.assign(new Error("a write wrote nothing"), { code: "EIO" });
    done += written;
  }
}

/** Fills `into`, or as much of it as the file has. @returns the filled part */
export async function readFully(file: LogFileHandle, into: Buffer, position: number): Promise<Buffer> {
  let done = 0;
  while (done < into.length) {
    const read = await file.read(into.subarray(done), position + done);
    if (read === 0) break;
    done += read;
  }
  return into.subarray(0, done);
}
