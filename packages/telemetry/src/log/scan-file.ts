import {
  decodeHead,
  decodeMark,
  fileSeed,
  findMark,
  HEADER_BYTES,
  readFrame,
  readHeader,
  wasDurable,
  type FileHead,
  type FileHeader,
} from "./frame.ts";

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
}

/** The beginning of a file; null when it is damaged, or was never whole. */
export function openFile(bytes: Buffer, file: number): OpenedFile | null {
  const header = readHeader(bytes);
  if (header === null) return null;
  const seed = fileSeed(bytes);
  const frame = readFrame(bytes, HEADER_BYTES, bytes.length, seed);
  const head = frame?.own === true ? decodeHead(frame.payload) : null;
  if (frame === null || head === null || head.file !== file) return null;
  return { header, head, seed, start: frame.end };
}

/** Whether a file that cannot be opened is the rest of a crash at its birth, and not damage. */
export function isStillborn(bytes: Buffer, file: number): boolean {
  return !wasDurable(bytes, file);
}

/** Every valid record of a file up to `end`, in order. */
export function scanFile(
  bytes: Buffer,
  { seed, start, head }: OpenedFile,
  { end, onRecord }: { end: number; onRecord: OnRecord },
): FileScan {
  const { file } = head;
  const limit = Math.min(end, bytes.length);
  const losses: LogLoss[] = [];
  let records = 0;
  let batch = -1;
  let place = start;
  while (place < limit) {
    const frame = readFrame(bytes, place, limit, seed);
    const mark = frame?.own === true ? decodeMark(frame.payload, file) : null;
    const inOrder = frame !== null && (frame.own ? mark === batch + 1 : batch >= 0);
    if (!inOrder) {
      const next = findMark(bytes, place + 1, limit, { file, seed });
      if (next === -1) break;
      losses.push({ file, from: place, to: next, reason: "damaged" });
      batch = markBefore(bytes, next, file);
      place = next;
      continue;
    }
    if (frame.own) batch++;
    else {
      onRecord(frame.payload, {
        file,
        offset: frame.end - frame.payload.length,
        length: frame.payload.length,
      });
      records++;
    }
    place = frame.end;
  }
  return { records, losses, goodEnd: place };
}

function markBefore(bytes: Buffer, place: number, file: number): number {
  return (decodeMark(bytes.subarray(place + 8, place + 16), file) ?? 0) - 1;
}
