import { AppError } from "@retake/core/errors";
import { hasFsCode } from "../object-store/translate-fs-error.ts";
import { logNumbers, logPath } from "./file-names.ts";
import { FileWindow } from "./file-window.ts";
import { holdsFence, type LogLease } from "./lease.ts";
import { writeFully, type LogDisk, type LogFileHandle } from "./log-disk.ts";
import { leaseLost } from "./log-error.ts";
import type { Reserve } from "./reserve.ts";
import {
  isStillborn,
  openWindow,
  scanFile,
  type LogLoss,
  type OnRecord,
  type OpenedFile,
} from "./scan-file.ts";

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

export interface RecoverOptions {
  lease: LogLease;
  reserve: Reserve;
  onRecord: OnRecord;
}

/**
 * Reads all files of a log in order, cuts what was never acknowledged and makes the rest durable: what a killed process wrote without
 * an fsync, or with one that failed, is in the page cache only, and what is recovered will be announced as safe.
 * Harmless when repeated, and when it is killed itself. Memory: one record, at least 1 MiB.
 * @throws AppError `conflict` (another shard's files, or files of a later fence or version); the disk's own errors
 */
export async function recoverLog(
  disk: LogDisk,
  folder: string,
  options: RecoverOptions,
): Promise<RecoveredLog> {
  const numbers = logNumbers(await disk.list(folder));
  const nextFile = (numbers.at(-1) ?? 0) + 1;
  const state: Recovery = {
    disk,
    folder,
    options,
    files: [],
    voidFiles: [],
    ends: new Map(),
    report: { files: 0, records: 0, bytes: 0, tornBytes: 0, losses: [] },
  };
  const { ends, last } = await readHeads(state, numbers);
  let expected: number | null = null;
  for (const file of numbers) {
    if (ends.get(file) === 0 || file > last) {
      await dropFile(state, file);
      continue;
    }
    reportMissing(state, { expected, file, ends });
    await recoverFile(state, file, { end: ends.get(file), isLast: file === last });
    expected = file + 1;
  }
  // Also those that are not there: of files that died at birth a loss of power may have left a later one only.
  for (let file = last + 1; file < nextFile; file++) state.ends.set(file, 0);
  state.report.files = state.files.length;
  const { report, files, voidFiles } = state;
  return { report, files, voidFiles, ends: state.ends, nextFile };
}

interface Recovery {
  disk: LogDisk;
  folder: string;
  options: RecoverOptions;
  files: KnownFile[];
  voidFiles: number[];
  ends: Map<number, number>;
  report: RecoveryReport;
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
    const opened = await withFile(state, file, async ({ window }) => {
      const found = await openWindow(window, file);
      if (found !== null) checkOwner(found, state.options.lease, file);
      if (last === 0 && (found !== null || !(await isStillborn(window, file)))) last = file;
      return found;
    });
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
  const { report, options } = state;
  const { size, opened, scan } = await withFile(state, file, async ({ window }) => {
    const found = await openWindow(window, file);
    const limits = { end: end ?? window.size, onRecord: options.onRecord };
    return {
      opened: found,
      scan:
        found === null
          ? { records: 0, losses: [], goodEnd: 0, provenEnd: 0, batch: -1 }
          : await scanFile(window, found, limits),
      size: window.size,
    };
  });
  const limit = end ?? size;
  report.records += scan.records;
  report.losses.push(...scan.losses);
  const torn = isLast && end === undefined && opened !== null;
  if (!torn && scan.goodEnd < limit) {
    report.losses.push({ file, from: scan.goodEnd, to: limit, reason: "damaged" });
  }
  const keep = torn ? scan.goodEnd : Math.min(limit, size);
  if (keep < size) await cut(state, file, keep);
  if (isLast) {
    await makeDurable(state, file, { from: scan.provenEnd, to: scan.goodEnd });
    state.ends.set(file, keep);
  }
  report.tornBytes += size - keep;
  report.bytes += keep;
  state.files.push({ file, bytes: keep });
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
  state.report.tornBytes += await withFile(state, file, async ({ window }) => window.size);
  state.ends.set(file, 0);
  state.voidFiles.push(file);
  await confirmLease(state);
  await state.disk.unlink(path).catch(ignore);
}

async function cut(state: Recovery, file: number, bytes: number): Promise<void> {
  await confirmLease(state);
  const handle = await state.disk.open(logPath(state.folder, file), "change");
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

/**
 * Writes bytes of the last file where they are already. Only so is an fsync worth anything: after one that failed, in whatever process,
 * the kernel takes the pages for clean. The bytes stay the same, so that a crash in between does no harm.
 */
async function makeDurable(
  state: Recovery,
  file: number,
  range: { from: number; to: number },
): Promise<void> {
  if (range.from >= range.to) return;
  const rewrite = (): Promise<void> =>
    withFile(state, file, ({ window, handle }) => rewriteInPlace(window, handle, range), "change");
  await confirmLease(state);
  await rewrite().catch(async (error: unknown) => {
    if (!hasFsCode(error, "ENOSPC", "EDQUOT")) throw error;
    await state.options.reserve.release();
    await rewrite();
  });
}

async function rewriteInPlace(
  window: FileWindow,
  handle: LogFileHandle,
  { from, to }: { from: number; to: number },
): Promise<void> {
  for (let place = from; place < to; place = window.end) {
    await window.load(place, 1);
    if (window.end <= place) throw Object.assign(new Error("a log file became shorter"), { code: "EIO" });
    const bytes = window.bytes.subarray(place - window.origin, to - window.origin);
    await writeFully(handle, bytes, place);
  }
  await handle.datasync();
}

async function confirmLease({ disk, folder, options: { lease } }: Recovery): Promise<void> {
  if (!(await holdsFence(disk, folder, lease))) throw leaseLost(`fence ${lease.fence} is not held any more`);
}

async function withFile<T>(
  { disk, folder }: Recovery,
  file: number,
  act: (opened: { window: FileWindow; handle: LogFileHandle }) => Promise<T>,
  mode: "read" | "change" = "read",
): Promise<T> {
  const handle = await disk.open(logPath(folder, file), mode);
  try {
    return await act({ window: await FileWindow.over(handle), handle });
  } finally {
    await handle.close();
  }
}
