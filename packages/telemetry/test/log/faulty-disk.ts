import type { LogDisk, LogFileHandle } from "../../src/log/log-disk.ts";
import { fsError, MemoryFile } from "./memory-disk.ts";

export type DiskCall =
  | "open"
  | "write"
  | "read"
  | "truncate"
  | "datasync"
  | "size"
  | "list"
  | "exists"
  | "unlink"
  | "syncFolder"
  | "makeFolder";

/** What happens to a call: null lets it be; `short` writes half and says so; a code fails it (a failed write has written half). */
export type Fate = null | "short" | "EIO" | "ENOSPC" | "EMFILE";

export function faultyDisk(disk: LogDisk, fateOf: (call: DiskCall) => Fate): LogDisk {
  const guard = async <T>(call: DiskCall, act: () => Promise<T>): Promise<T> => {
    const fate = fateOf(call);
    if (fate !== null && fate !== "short") throw fsError(fate);
    return await act();
  };
  return {
    makeFolder: (folder) => guard("makeFolder", () => disk.makeFolder(folder)),
    list: (folder) => guard("list", () => disk.list(folder)),
    open: (path, mode) =>
      guard("open", async () => faultyFile(await disk.open(path, mode), { guard, fateOf })),
    exists: (path) => guard("exists", () => disk.exists(path)),
    unlink: (path) => guard("unlink", () => disk.unlink(path)),
    syncFolder: (folder) => guard("syncFolder", () => disk.syncFolder(folder)),
  };
}

function faultyFile(
  file: LogFileHandle,
  {
    guard,
    fateOf,
  }: { guard: <T>(call: DiskCall, act: () => Promise<T>) => Promise<T>; fateOf: (call: DiskCall) => Fate },
): LogFileHandle {
  return {
    async write(bytes, position) {
      const fate = fateOf("write");
      if (fate === null || bytes.length < 2) return await file.write(bytes, position);
      const written = await file.write(bytes.subarray(0, bytes.length >> 1), position);
      if (fate === "short") return written;
      throw fsError(fate);
    },
    async datasync() {
      const fate = fateOf("datasync");
      if (fate === null || fate === "short") return await file.datasync();
      if (file instanceof MemoryFile) file.failSync();
      throw fsError(fate);
    },
    read: (into, position) => guard("read", () => file.read(into, position)),
    truncate: (bytes) => guard("truncate", () => file.truncate(bytes)),
    size: () => guard("size", () => file.size()),
    close: () => file.close(),
  };
}
