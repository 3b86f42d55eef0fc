import { AppError } from "@retake/core/errors";
import { hasFsCode } from "../object-store/translate-fs-error.ts";
import { fenceNumbers, fencePath } from "./file-names.ts";
import type { LogDisk } from "./log-disk.ts";
import { leaseLost } from "./log-error.ts";
import type { Reserve } from "./reserve.ts";

/** The right to write one shard's log, given by the caller. Every time it changes hands the fence is a larger number. */
export interface LogLease {
  /** 0 … 65,535 */
  shard: number;
  /** 1 … 2^32 - 1 */
  fence: number;
  /** False once the lease has run out: from then on nothing is acknowledged. */
  held(): boolean;
}

/**
 * Takes a log folder over: from the return on, no holder of a smaller fence acknowledges anything that a scan begun later does not see.
 * A writer looks for its own fence file after the fdatasync and before the ack; a successor removes that file before it scans.
 * @throws AppError `conflict` when a larger fence was here
 */
export async function takeFence(
  disk: LogDisk,
  folder: string,
  { lease, reserve }: { lease: LogLease; reserve: Reserve },
): Promise<void> {
  const { fence, shard } = lease;
  if (!isUnsigned(fence, 32) || fence === 0 || !isUnsigned(shard, 16)) {
    throw new AppError(
      "bad_request",
      "A lease needs a shard below 65,536 and a fence between 1 and 2^32 - 1.",
    );
  }
  await refuseOlder(disk, folder, fence);
  await createFence(disk, folder, fence).catch(async (error: unknown) => {
    if (!hasFsCode(error, "ENOSPC", "EDQUOT")) throw error;
    await reserve.release();
    await createFence(disk, folder, fence);
  });
  for (const older of fenceNumbers(await disk.list(folder))) {
    if (older < fence) await disk.unlink(fencePath(folder, older)).catch(ignoreMissing);
  }
  await disk.syncFolder(folder);
  await refuseOlder(disk, folder, fence);
}

/** Whether what was just made durable may be acknowledged. */
export async function holdsFence(disk: LogDisk, folder: string, lease: LogLease): Promise<boolean> {
  return lease.held() && (await disk.exists(fencePath(folder, lease.fence)));
}

async function createFence(disk: LogDisk, folder: string, fence: number): Promise<void> {
  if (await disk.exists(fencePath(folder, fence))) return;
  const file = await disk.open(fencePath(folder, fence), "create");
  await file.close();
  await disk.syncFolder(folder);
}

async function refuseOlder(disk: LogDisk, folder: string, fence: number): Promise<void> {
  const newest = fenceNumbers(await disk.list(folder)).at(-1) ?? 0;
  if (newest > fence) throw leaseLost(`fence ${fence} is older than ${newest}`);
}

function ignoreMissing(error: unknown): void {
  if (!hasFsCode(error, "ENOENT")) throw error;
}

function isUnsigned(value: number, bits: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < 2 ** bits;
}
