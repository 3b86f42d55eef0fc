import { AppError } from "@retake/core/errors";
import { logNumbers, logPath } from "./file-names.ts";
import type { LogLease } from "./lease.ts";
import { readFully, type LogDisk } from "./log-disk.ts";
import { leaseLost } from "./log-error.ts";
import {
  isStillborn,
  openFile,
  scanFile,
  type LogLoss,
  type OnRecord,
  type OpenedFile,
} from "./scan-file.ts";

/** Enough for a file's head, whatever files it names. */
const HEAD_BYTES = 64 * 1024;

export interface RecoveryReport {
  /** Files that remain. */
  files: number;
  records: number;
  /** Of those files. */
  bytes: number;
  /** Cut off: never acknowledged. */
  tornBytes: number;
  /** What was durable once and is not readable any more, in order. Empty unless the disk was damaged or tampered with. */
  losses: LogLoss[];
}

export interface KnownFile {
  file: number;
  bytes: number;
}

export interface RecoveredLog {
  report: RecoveryReport;
  files: KnownFile[];
  /** For the next file's head. */
  ends: Map<number, number>;
  nextFile: number;
  /** Files that hold nothing that counts; whether they could be deleted is not known. */
  voidFiles: number[];
}

/**
 * Reads all files of a log in order and cuts what was never acknowledged. Harmless when repeated, and when it is killed itself.
 * Holds one file in memory at a time.
 * @throws AppError `conflict` (another shard's files, or files of a later fence); the disk's own errors
 */
export async function recoverLog(
  disk: LogDisk,
  folder: string,
  { lease, onRecord }: { lease: LogLease; onRecord: OnRecord },
): Promise<RecoveredLog> {
  const numbers = logNumbers(await disk.list(folder));
  const nextFile = (numbers.at(-1) ?? 0) + 1;
  const state: Recovery = {
    disk,
    folder,
    lease,
    onRecord,
    files: [],
    voidFiles: [],
    ends: new Map(),
    report: emptyReport(),
  };
  const { ends, last } = await readHeads(state, numbers);
  let expected: number | null = null;
  for (const file of numbers) {
    const end = ends.get(file);
    const isLast = file === last;
    if (end === 0 || file > last) {
      await dropFile(state, file);
      continue;
    }
    reportMissing(state, { expected, file, ends });
    await recoverFile(state, file, { end, isLast });
    expected = file + 1;
  }
  state.report.files = state.files.length;
  const { report, files, voidFiles } = state;
  return { report, files, voidFiles, ends: state.ends, nextFile };
}

interface Recovery {
  disk: LogDisk;
  folder: string;
  lease: LogLease;
  onRecord: OnRecord;
  files: KnownFile[];
  voidFiles: number[];
  ends: Map<number, number>;
  report: RecoveryReport;
}

function emptyReport(): RecoveryReport {
  return { files: 0, records: 0, bytes: 0, tornBytes: 0, losses: [] };
}

/** What the heads say of the files before them, and the last file that counts: those behind it died at birth. */
async function readHeads(
  state: Recovery,
  numbers: readonly number[],
): Promise<{ ends: Map<number, number>; last: number }> {
  const ends = new Map<number, number>();
  let last = 0;
  for (const file of numbers.toReversed()) {
    if (ends.get(file) === 0) continue;
    let bytes = await readFile(state, file, HEAD_BYTES);
    let opened = openFile(bytes, file);
    if (opened === null && bytes.length === HEAD_BYTES) {
      bytes = await readFile(state, file);
      opened = openFile(bytes, file);
    }
    if (opened !== null) checkOwner(opened, state.lease, file);
    if (last === 0 && (opened !== null || !isStillborn(bytes, file))) last = file;
    for (const [number, end] of opened?.head.ends ?? []) if (!ends.has(number)) ends.set(number, end);
  }
  return { ends, last };
}

function checkOwner({ header }: OpenedFile, lease: LogLease, file: number): void {
  if (header.shard !== lease.shard) {
    throw new AppError("conflict", "This recording log belongs to another shard.", {
      detail: `file ${file}: shard ${header.shard}, not ${lease.shard}`,
    });
  }
  if (header.fence > lease.fence)
    throw leaseLost(`file ${file} has fence ${header.fence}, ours is ${lease.fence}`);
}

async function recoverFile(
  state: Recovery,
  file: number,
  { end, isLast }: { end: number | undefined; isLast: boolean },
): Promise<void> {
  const bytes = await readFile(state, file);
  const { report } = state;
  const opened = openFile(bytes, file);
  const limit = end ?? bytes.length;
  const scan =
    opened === null
      ? { records: 0, losses: [], goodEnd: 0 }
      : scanFile(bytes, opened, { end: limit, onRecord: state.onRecord });
  report.records += scan.records;
  report.losses.push(...scan.losses);
  const torn = isLast && end === undefined && opened !== null;
  if (!torn && scan.goodEnd < limit) {
    report.losses.push({ file, from: scan.goodEnd, to: limit, reason: "damaged" });
  }
  const keep = torn ? scan.goodEnd : Math.min(limit, bytes.length);
  if (keep < bytes.length) await cut(state, file, keep);
  report.tornBytes += bytes.length - keep;
  report.bytes += keep;
  state.files.push({ file, bytes: keep });
  if (isLast) state.ends.set(file, keep);
}

function reportMissing(
  { report }: Recovery,
  { expected, file, ends }: { expected: number | null; file: number; ends: Map<number, number> },
): void {
  for (let missing = expected ?? file; missing < file; missing++) {
    const end = ends.get(missing);
    if (end !== 0) report.losses.push({ file: missing, from: 0, to: end ?? 0, reason: "missing" });
  }
}

async function dropFile(state: Recovery, file: number): Promise<void> {
  const path = logPath(state.folder, file);
  const handle = await state.disk.open(path, "read");
  state.report.tornBytes += await handle.size().finally(() => handle.close());
  state.ends.set(file, 0);
  state.voidFiles.push(file);
  await state.disk.unlink(path).catch(ignore);
}

async function cut({ disk, folder }: Recovery, file: number, bytes: number): Promise<void> {
  const handle = await disk.open(logPath(folder, file), "change");
  try {
    await handle.truncate(bytes);
    await handle.datasync();
  } catch {
    ignore();
  } finally {
    await handle.close();
  }
}

/** The next file's head names where this one ends, so that a cut which fails or is undone by a loss of power does no harm. */
function ignore(): void {}

async function readFile({ disk, folder }: Recovery, file: number, bytesMax = Infinity): Promise<Buffer> {
  const handle = await disk.open(logPath(folder, file), "read");
  try {
    const size = Math.min(await handle.size(), bytesMax);
    return await readFully(handle, Buffer.allocUnsafe(size), 0);
  } finally {
    await handle.close();
  }
}
