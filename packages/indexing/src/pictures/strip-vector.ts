import { stillDescriptor, visualVector } from "@retake/ai/visual";
import { STRIP_FRAMES } from "@retake/media/stills";
import sharp from "sharp";

/** One vector of a filmstrip that our own decoder wrote: what comes from outside is never opened in this process. */
export async function stripVector(jpeg: Uint8Array): Promise<Float32Array> {
  const { data, info } = await sharp(jpeg)
    .removeAlpha()
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  const width = Math.floor(info.width / STRIP_FRAMES);
  const stills = Array.from({ length: STRIP_FRAMES }, (_, tile) =>
    stillDescriptor(tileOf(data, info, tile * width, width), width, info.height),
  );
  return visualVector(stills);
}

function tileOf(
  data: Uint8Array,
  { width, height, channels }: { width: number; height: number; channels: number },
  left: number,
  tileWidth: number,
): Uint8Array {
  const tile = new Uint8Array(tileWidth * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < tileWidth; x += 1) {
      const from = (y * width + left + x) * channels;
      for (let c = 0; c < 3; c += 1)
        tile[(y * tileWidth + x) * 3 + c] = data[from + Math.min(c, channels - 1)] ?? 0;
    }
  }
  return tile;
}
