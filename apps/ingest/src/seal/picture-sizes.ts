import { readPictureHeader } from "@retake/importer/picture-header";
import type { SealedPart } from "@retake/telemetry/log";
import type { ObjectStore } from "@retake/telemetry/object-store";
import type { PictureSize } from "./sealed-range.ts";

/** The frame header of a JPEG stands behind its tables and whatever a camera's maker wrote: thumbnails of 64 KB were seen. */
const HEADER_BYTES = 256 << 10;

/** Size of each camera's pictures by the first one in its blob. */
export async function readPictureSizes(
  store: ObjectStore,
  blobs: SealedPart["blobs"],
): Promise<Map<string, PictureSize>> {
  const sizes = new Map<string, PictureSize>();
  for (const { topic, key, bytes } of blobs) {
    const head = bytes === 0 ? null : await store.get(key, { start: 0, end: HEADER_BYTES });
    const header = head === null ? null : readPictureHeader(head);
    sizes.set(topic, { width: header?.width ?? null, height: header?.height ?? null });
  }
  return sizes;
}
