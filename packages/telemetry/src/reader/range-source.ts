import * as fs from "node:fs";
import { AppError } from "@retake/core/errors";
import type { ObjectStore } from "../object-store/index.ts";
import { translateFsError } from "../object-store/translate-fs-error.ts";
import type { SegmentRef } from "../types.ts";
import { openFile, wrongSize } from "./open-file.ts";

/** Since a reader was opened. */
export interface ReadCounters {
  opens: number;
  reads: number;
  bytesRead: number;
}

/** Reads byte ranges of one immutable object. What it answers begins at an 8-byte boundary of memory and is the caller's own. */
export interface RangeSource {
  /** Whether a file stays open until `close`. */
  readonly holdsFile: boolean;
  read(start: number, end: number): Uint8Array | Promise<Uint8Array>;
  close(): void;
}

/** A pread of up to this size takes microseconds from the page cache, less than a trip to the thread pool; larger ones must not hold up the loop. */
const SYNC_BYTES_MAX = 1 << 20;
/** Node refuses reads of 2^31 bytes and more. */
const READ_BYTES_MAX = 1 << 30;

export function openRangeSource(store: ObjectStore, ref: SegmentRef, counters: ReadCounters): RangeSource {
  counters.opens++;
  const path = store.localPath(ref.key);
  return path === null ? objectSource(store, ref.key, counters) : fileSource(path, ref, counters);
}

function objectSource(store: ObjectStore, key: string, counters: ReadCounters): RangeSource {
  return {
    holdsFile: false,
    async read(start, end) {
      countRead(counters, end - start);
      const body = await store.get(key, { start, end });
      if (body.byteLength !== end - start) throw shortSegment(key);
      return body.byteOffset % 8 === 0 ? body : new Uint8Array(body);
    },
    close: () => undefined,
  };
}

function fileSource(path: string, { key, bytes }: SegmentRef, counters: ReadCounters): RangeSource {
  const file = openOfSize(path, key, bytes);
  return {
    holdsFile: true,
    read(start, end) {
      countRead(counters, end - start);
      const body = Buffer.allocUnsafeSlow(end - start);
      return body.byteLength <= SYNC_BYTES_MAX
        ? readSync(file, body, start, key)
        : readAsync(file, body, start, key);
    },
    close: () => fs.closeSync(file),
  };
}

export function countRead(counters: ReadCounters, bytes: number): void {
  counters.reads++;
  counters.bytesRead += bytes;
}

function openOfSize(path: string, key: string, bytes: number): number {
  const file = openFile(path, key);
  try {
    const { size } = fs.fstatSync(file);
    if (size === bytes) return file;
    throw wrongSize(key, size, bytes);
  } catch (error) {
    fs.closeSync(file);
    throw translateFsError(error, key);
  }
}

function readSync(file: number, body: Uint8Array, position: number, key: string): Uint8Array {
  for (let done = 0; done < body.byteLength;) {
    const read = fs.readSync(file, body, done, body.byteLength - done, position + done);
    if (read === 0) throw shortSegment(key);
    done += read;
  }
  return body;
}

async function readAsync(file: number, body: Uint8Array, position: number, key: string): Promise<Uint8Array> {
  for (let done = 0; done < body.byteLength;) {
    const length = Math.min(READ_BYTES_MAX, body.byteLength - done);
    const read = await new Promise<number>((resolve, reject) => {
      fs.read(file, body, done, length, position + done, (error, count) =>
        error ? reject(error) : resolve(count),
      );
    }).catch((error: unknown) => {
      throw translateFsError(error, key);
    });
    if (read === 0) throw shortSegment(key);
    done += read;
  }
  return body;
}

function shortSegment(key: string): AppError {
  return new AppError("corrupt_data", "A stored segment ends before it should.", { detail: key });
}
