import type { FileHandle } from "node:fs/promises";
import { AppError } from "@retake/core/errors";
import { LIMITS } from "@retake/core/limits";
import { boxHeader } from "./boxes.ts";

/** Top-level boxes of one file. Fragmented recordings have thousands, but those are refused anyway. */
const TOP_LEVEL_BOXES_MAX = 10_000;
const LFS_POINTER = "version https://git-lfs";

/**
 * Finds and reads the `moov` box of an MP4, wherever it lies, without reading the pictures.
 * @returns the payload of `moov`
 * @throws AppError `invalid_dataset` for an empty, cut off or foreign file, `unsupported_media` for a fragmented one, `too_large` beyond the limit
 */
export async function readIndex(file: FileHandle, fileBytes: number): Promise<Buffer> {
  if (fileBytes === 0) throw new AppError("invalid_dataset", "The video file is empty (0 bytes).");
  const head = Buffer.alloc(16);
  let at = 0;
  let fragmented = false;
  for (let n = 0; n < TOP_LEVEL_BOXES_MAX && at + 8 <= fileBytes; n++) {
    const { bytesRead } = await file.read(head, 0, 16, at);
    const header = boxHeader(head.subarray(0, bytesRead), 0, fileBytes - at);
    if (n === 0 && !isFirstBox(header?.type)) throw await notAnMp4(file, fileBytes);
    if (header === null) break;
    if (header.type === "moof") fragmented = true;
    if (header.type === "moov") return readPayload(file, at, header.size, header.headerBytes, fileBytes);
    at += header.size;
  }
  if (fragmented) throw fragmentedVideo();
  throw new AppError(
    "invalid_dataset",
    "The video file has no index (`moov`): it was cut off while being recorded or copied. Copy it again or re-encode it.",
  );
}

export function fragmentedVideo(): AppError {
  return new AppError(
    "unsupported_media",
    "The video is a fragmented MP4, which cannot be sought by frame. Remux it first: `ffmpeg -i in.mp4 -c copy out.mp4`.",
  );
}

async function readPayload(
  file: FileHandle,
  at: number,
  size: number,
  headerBytes: number,
  fileBytes: number,
): Promise<Buffer> {
  if (at + size > fileBytes) {
    throw new AppError(
      "invalid_dataset",
      `The video's index is cut off: it needs ${size} bytes, the file ends after ${fileBytes - at}. Copy the file again.`,
    );
  }
  const length = size - headerBytes;
  if (length > LIMITS.videoIndexBytesMax) {
    throw new AppError(
      "too_large",
      `The video's index has ${length} bytes; the limit is ${LIMITS.videoIndexBytesMax}.`,
    );
  }
  const payload = Buffer.alloc(length);
  const { bytesRead } = await file.read(payload, 0, length, at + headerBytes);
  if (bytesRead < length) throw new AppError("invalid_dataset", "The video's index could not be read whole.");
  return payload;
}

const isFirstBox = (type: string | undefined): boolean =>
  type !== undefined &&
  ["ftyp", "moov", "mdat", "free", "skip", "wide", "styp", "pnot", "uuid"].includes(type);

async function notAnMp4(file: FileHandle, fileBytes: number): Promise<AppError> {
  const start = Buffer.alloc(Math.min(64, fileBytes));
  await file.read(start, 0, start.length, 0);
  if (start.toString("latin1").startsWith(LFS_POINTER)) {
    return new AppError(
      "invalid_dataset",
      "The video file is a Git LFS pointer, not the video itself. Run `git lfs pull` in the dataset's folder, then import again.",
    );
  }
  return new AppError("unsupported_media", "The video file is not an MP4.", {
    detail: `first bytes ${start.toString("hex")}`,
  });
}
