import type { FileWindow } from "./file-window.ts";
import {
  decodeHead,
  decodeMark,
  fileSeed,
  findMark,
  FRAME_BYTES,
  frameLength,
  HEADER_BYTES,
  isCurrentVersion,
  MARK_BYTES,
  readFrame,
  readHeader,
  wasDurable,
  type FileHead,
  type FileHeader,
  type Frame,
} from "./frame.ts";
import { laterFormat } from "./log-error.ts";

/** Bytes `[from, to)` of a file that once were durable and cannot be read any more. */
export interface LogLoss {
  file: number;
  from: number;
  to: number;
  reason: "damaged" | "missing" | "unreadable";
}

/** Where a record's payload lies. */
export interface RecordPlace {
  file: number;
  offset: number;
  length: number;
}

/** The payload is a view that is overwritten when the callback has returned. */
export type OnRecord = (payload: Buffer, place: RecordPlace) => void;

export interface OpenedFile {
  header: FileHeader;
  head: FileHead;
  seed: number;
  /** Of the first batch mark. */
  start: number;
}

export interface FileScan {
  records: number;
  losses: LogLoss[];
  /** Behind it no later batch begins: torn when the file is the last one. */
  goodEnd: number;
  /** All before it is proven durable by what lies behind it. */
  provenEnd: number;
  /** Number of the last batch mark before `goodEnd`, -1 when there is none. */
  batch: number;
}

/**
 * The beginning of a file, of which the head must be there; null when it is damaged, or was never whole.
 * @throws AppError `conflict` when a later version wrote it
 */
export function openFile(bytes: Buffer, file: number): OpenedFile | null {
  const header = readHeader(bytes);
  if (header === null) return null;
  const seed = fileSeed(bytes);
  const frame = readFrame(bytes, HEADER_BYTES, bytes.length, seed);
  const head = frame?.own === true ? decodeHead(frame.payload) : null;
  if (frame === null || head === null || head.file !== file) return null;
  if (!isCurrentVersion(header)) throw laterFormat(`file ${file} has version ${header.version}`);
  return { header, head, seed, start: frame.end };
}

/** As `openFile`, however many files the head names. */
export async function openWindow(window: FileWindow, file: number): Promise<OpenedFile | null> {
  const begin = HEADER_BYTES + FRAME_BYTES;
  await window.load(0, begin);
  if (window.size < begin) return null;
  await window.load(0, HEADER_BYTES + (frameLength(window.bytes, HEADER_BYTES) ?? 0));
  return openFile(window.bytes, file);
}

/** Whether a file that cannot be opened is the rest of a crash at its birth, and not damage. */
export async function isStillborn(window: FileWindow, file: number): Promise<boolean> {
  for (let place = 0; place + MARK_BYTES <= window.size; place = window.end - MARK_BYTES + 1) {
    await window.load(place, MARK_BYTES);
    if (wasDurable(window.bytes.subarray(place - window.origin), file)) return false;
    if (window.end === window.size) break;
  }
  return true;
}

/** Every valid record of a file up to `end`, in order. @param from where an earlier scan has stopped */
export async function scanFile(
  window: FileWindow,
  { seed, start, head: { file } }: OpenedFile,
  { end, onRecord, from }: { end: number; onRecord: OnRecord; from?: Pick<FileScan, "goodEnd" | "batch"> },
): Promise<FileScan> {
  const limit = Math.min(end, window.size);
  const scan: FileScan = { records: 0, losses: [], goodEnd: start, provenEnd: 0, batch: -1, ...from };
  while (scan.goodEnd < limit) {
    const place = scan.goodEnd;
    // Not awaited where it is there: awaiting each of millions of frames would take longer than reading them.
    if (!isLoaded(window, place)) await loadFrame(window, place, limit);
    const frame = readLoaded(window, place, { limit, seed });
    const mark = frame?.own === true ? decodeMark(frame.payload, file) : null;
    if (frame === null || (frame.own ? mark !== scan.batch + 1 : scan.batch < 0)) {
      const next = await findMarkAhead(window, place + 1, { limit, file, seed });
      if (next === -1) break;
      scan.losses.push({ file, from: place, to: next, reason: "damaged" });
      scan.batch = markBefore(window.bytes, next - window.origin, file);
      scan.goodEnd = next;
      continue;
    }
    if (frame.own) {
      scan.batch++;
      if (scan.batch > 0) scan.provenEnd = place;
    } else {
      const { length } = frame.payload;
      onRecord(frame.payload, { file, offset: frame.end - length, length });
      scan.records++;
    }
    scan.goodEnd = frame.end;
  }
  return scan;
}

/** The number before the one of the batch mark at `at`. */
export function markBefore(bytes: Buffer, at: number, file: number): number {
  return (decodeMark(bytes.subarray(at + FRAME_BYTES, at + MARK_BYTES), file) ?? 0) - 1;
}

function isLoaded(window: FileWindow, place: number): boolean {
  if (place < window.origin || place + FRAME_BYTES > window.end) return false;
  return window.has(place, frameLength(window.bytes, place - window.origin) ?? 0);
}

async function loadFrame(window: FileWindow, place: number, limit: number): Promise<void> {
  await window.load(place, FRAME_BYTES);
  if (place + FRAME_BYTES > window.end) return;
  const length = frameLength(window.bytes, place - window.origin);
  // A length that is damaged may be anything: it must not make us read what cannot be a frame.
  if (length !== null && place + length <= limit) await window.load(place, length);
}

function readLoaded(
  window: FileWindow,
  place: number,
  { limit, seed }: { limit: number; seed: number },
): Frame | null {
  return readFrame(window.bytes, place, Math.min(limit, window.end), seed, window.origin);
}

/** As `findMark`, through the whole file; what is found is in the window. */
async function findMarkAhead(
  window: FileWindow,
  from: number,
  { limit, file, seed }: { limit: number; file: number; seed: number },
): Promise<number> {
  for (let place = from; place + MARK_BYTES <= limit; place = window.end - MARK_BYTES + 1) {
    await window.load(place, MARK_BYTES);
    const end = Math.min(limit, window.end);
    const found = findMark(window.bytes, place, end, { file, seed, origin: window.origin });
    if (found !== -1) return found;
    if (end === limit || window.end === window.size) break;
  }
  return -1;
}
