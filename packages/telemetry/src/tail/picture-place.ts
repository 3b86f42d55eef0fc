import type { PicturePlace } from "../log/collect-topics.ts";
import type { RecordPlace } from "../log/scan-file.ts";

/**
 * Pictures that lie in the log appear to readers as one blob in which log file n begins at n · 2^32: room for two million files of
 * 4 GiB below 2^53.
 */
const FILE_BYTES = 2 ** 32;

/** Of a picture at `[from, to)` of a record's payload. */
export function placeOfPicture(place: RecordPlace, from: number, to: number): PicturePlace {
  return { offset: place.file * FILE_BYTES + place.offset + from, length: to - from };
}

/** The same bytes in the log. */
export function placeInLog({ offset, length }: PicturePlace): { file: number; from: number; to: number } {
  const file = Math.floor(offset / FILE_BYTES);
  const from = offset - file * FILE_BYTES;
  return { file, from, to: from + length };
}
