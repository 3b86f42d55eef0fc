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

export type FateOf = (call: DiskCall, path: string) => Fate;

export function faultyDisk(disk: LogDisk, fateOf: FateOf): LogDisk {
  const guard = async <T>(call: DiskCall, path: string, act: () => Promise<T>): Promise<T> => {
    const fate = fateOf(call, path);
    if (fate !== null && fate !== "short") throw fsError(fate);
    return await act();
  };
  return {
    makeFolder: (folder) => guard("makeFolder", folder, () => disk.makeFolder(folder)),
    list: (folder) => guard("list", folder, () => disk.list(folder)),
    open: (path, mode) =>
      guard("open", path, async () => faultyFile(await disk.open(path, mode), { path, fateOf, guard })),
    exists: (path) => guard("exists", path, () => disk.exists(path)),
    unlink: (path) => guard("unlink", path, () => disk.unlink(path)),
    syncFolder: (folder) => guard("syncFolder", folder, () => disk.syncFolder(folder)),
  };
}

type Guard = <T>(call: DiskCall, path: string, act: () => Promise<T>) => Promise<T>;

function faultyFile(
  file: LogFileHandle,
  { path, fateOf, guard }: { path: string; fateOf: FateOf; guard: Guard },
): LogFileHandle {
  return {
    async write(bytes, position) {
      const fate = fateOf("write", path);
      if (fate === null || bytes.length < 2) return await file.write(bytes, position);
      const written = await file.write(bytes.subarray(0, bytes.length >> 1), position);
      if (fate === "short") return written;
      throw fsError(fate);
    },
    async datasync() {
      const fate = fateOf("datasync", path);
      if (fate === null || fate === "short") return await file.datasync();
      if (file instanceof MemoryFile) file.failSync();
      throw fsError(fate);
    },
    read: (into, position) => guard("read", path, () => file.read(into, position)),
    truncate: (bytes) => guard("truncate", path, () => file.truncate(bytes)),
    size: () => guard("size", path, () => file.size()),
    close: () => file.close(),
  };
}
