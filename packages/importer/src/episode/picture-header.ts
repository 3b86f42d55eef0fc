import { LIMITS } from "@retake/core/limits";

export interface PictureHeader {
  format: "png" | "jpeg" | "tiff" | "webp";
  width: number | null;
  height: number | null;
}

/** Format and size by the first bytes of a picture file; null for anything else. Nothing is decoded. */
export function readPictureHeader(bytes: Uint8Array): PictureHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 24 && view.getUint32(0) === 0x89504e47 && view.getUint32(4) === 0x0d0a1a0a) {
    return { format: "png", width: view.getUint32(16), height: view.getUint32(20) };
  }
  if (bytes.length >= 4 && view.getUint16(0) === 0xffd8) return { format: "jpeg", ...jpegSize(view) };
  if (bytes.length >= 8 && (view.getUint32(0) === 0x49492a00 || view.getUint32(0) === 0x4d4d002a)) {
    return { format: "tiff", width: null, height: null };
  }
  if (bytes.length >= 12 && view.getUint32(0) === 0x52494646 && view.getUint32(8) === 0x57454250) {
    return { format: "webp", width: null, height: null };
  }
  return null;
}

/** Whether decoding it later could flood memory. */
export function isPixelFlood({ width, height }: PictureHeader): boolean {
  return (width ?? 0) * (height ?? 0) > LIMITS.imagePixelsMax;
}

/** Walks the markers of a JPEG to its frame header (SOF0 to SOF15 without DHT, JPG and DAC). */
function jpegSize(view: DataView): { width: number | null; height: number | null } {
  let offset = 2;
  while (offset + 9 < view.byteLength) {
    if (view.getUint8(offset) !== 0xff) break;
    const marker = view.getUint8(offset + 1);
    if (marker === 0xff) {
      offset += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { width: view.getUint16(offset + 7), height: view.getUint16(offset + 5) };
    offset += 2 + view.getUint16(offset + 2);
  }
  return { width: null, height: null };
}
