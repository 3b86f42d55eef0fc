import * as fs from "node:fs";
import { translateFsError } from "../object-store/translate-fs-error.ts";
import type { SegmentRef } from "../types.ts";
import { openFile, wrongSize } from "./open-file.ts";
import { countRead, type RangeSource, type ReadCounters } from "./range-source.ts";

/** Up to here one `pread` of the whole takes little longer than one of the head. */
export const WHOLE_FILE_BYTES_MAX = 64 * 1024;

/**
 * A small file as a source: read whole and closed again. What was read at opening goes to whoever asks first and is not kept: of many
 * episodes most are asked for once, and memory that outlives its request costs the garbage collector more than a file costs to open.
 * At the second question it is read again, kept, and copied from then on.
 */
export class WholeFile implements RangeSource {
  readonly holdsFile = false;
  readonly heldBytes: number;
  readonly #path: string;
  readonly #ref: SegmentRef;
  readonly #counters: ReadCounters;
  #first: Buffer | null;
  #kept: Buffer | null = null;

  /** @param first what `readWholeFile` answered */
  constructor(first: Buffer, path: string, ref: SegmentRef, counters: ReadCounters) {
    this.heldBytes = ref.bytes;
    this.#first = first;
    this.#path = path;
    this.#ref = ref;
    this.#counters = counters;
  }

  read(start: number, end: number): Uint8Array {
    const first = this.#first;
    if (first !== null) {
      this.#first = null;
      return first.subarray(start, end);
    }
    this.#kept ??= readWholeFile(this.#path, this.#ref, this.#counters);
    const copy = Buffer.allocUnsafeSlow(end - start);
    this.#kept.copy(copy, 0, start, end);
    return copy;
  }

  close(): void {}
}

/**
 * A file's bytes, and room for one more, which shows a file that is longer: so its size need not be asked for.
 * @throws AppError `not_found`, `corrupt_data` when it has another size
 */
export function readWholeFile(path: string, { key, bytes }: SegmentRef, counters: ReadCounters): Buffer {
  counters.opens++;
  const file = openFile(path, key);
  try {
    const body = Buffer.allocUnsafeSlow(bytes + 1);
    let size = 0;
    for (let read = -1; size < bytes && read !== 0; size += read) {
      read = fs.readSync(file, body, size, body.byteLength - size, size);
      countRead(counters, read);
    }
    if (size !== bytes) throw wrongSize(key, size > bytes ? "more" : size, bytes);
    return body;
  } catch (error) {
    throw translateFsError(error, key);
  } finally {
    fs.closeSync(file);
  }
}
