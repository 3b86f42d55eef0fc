import { fenceNumbers } from "./file-names.ts";
import { type LogDisk, nodeLogDisk } from "./log-disk.ts";

/** The largest fence that has written into a log folder; 0 for a new one. Only who holds the lease may go by it. */
export async function latestFence(folder: string, disk: LogDisk = nodeLogDisk): Promise<number> {
  await disk.makeFolder(folder);
  return fenceNumbers(await disk.list(folder)).at(-1) ?? 0;
}
