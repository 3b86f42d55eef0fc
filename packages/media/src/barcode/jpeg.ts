import sharp from "sharp";
import { drawBarcode, readBarcode } from "./pattern.ts";

/** A JPEG that shows a number, for tests and tools. @param frame 0 to 4095 */
export async function barcodeJpeg(frame: number, width: number, height: number): Promise<Uint8Array> {
  const raw = { width, height, channels: 3 } as const;
  return await sharp(drawBarcode(frame, width, height), { raw })
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** @throws Error when the picture shows no number */
export async function readBarcodeJpeg(jpeg: Uint8Array): Promise<number> {
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
  return readBarcode(data, info.width, info.height, info.channels);
}
