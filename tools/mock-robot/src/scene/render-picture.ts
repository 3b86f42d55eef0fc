import sharp from "sharp";
import { drawScene, type Picture } from "./draw-scene.ts";

// A robot has other things to do: one thread, nothing kept.
sharp.concurrency(1);
sharp.cache(false);

const QUALITY = 82;

/** A picture as JPEG; 320 × 240 takes about 3 ms. */
export async function renderPicture(picture: Picture): Promise<Uint8Array<ArrayBuffer>> {
  const jpeg = await sharp(Buffer.from(drawScene(picture)))
    .flatten()
    .jpeg({ quality: QUALITY })
    .toBuffer();
  return new Uint8Array(jpeg);
}
