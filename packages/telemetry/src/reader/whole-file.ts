import * as fs from "node:fs";
import { translateFsError } from "../object-store/translate-fs-error.ts";
import type { SegmentRef } from "../types.ts";
import { openFile, wrongSize } from "./open-file.ts";
import { countRead, type ReadCounters } from "./range-source.ts";

/**
 * A file's bytes into memory that has room for one more, which shows a file that is longer: so its size need not be asked for.
 * @throws AppError `not_found`, `corrupt_data` when it has another size
 */
export function readWholeFile(
  path: string,
  { key, bytes }: SegmentRef,
  counters: ReadCounters,
  memory: Buffer,
): void {
  counters.opens++;
  const file = openFile(path, key);
  try {
    let size = 0;
    for (let read = -1; size < bytes && read !== 0; size += read) {
      read = fs.readSync(file, memory, size, bytes + 1 - size, size);
      countRead(counters, read);
    }
    if (size !== bytes) throw wrongSize(key, size > bytes ? "more" : size, bytes);
  } catch (error) {
    throw translateFsError(error, key);
  } finally {
    fs.closeSync(file);
  }
}
