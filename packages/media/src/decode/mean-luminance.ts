import type { Sharp } from "sharp";

/** Of a JPEG this small only a part is decoded at all. */
const WIDTH = 16;

/** @returns one byte, 0 black to 255 white */
export async function meanLuminance(image: Sharp): Promise<Uint8Array> {
  const grey = image.resize({ width: WIDTH, withoutEnlargement: true }).flatten({ background: "#000000" });
  const pixels = await grey.greyscale().raw().toBuffer();
  const sum = pixels.reduce((total, value) => total + value, 0);
  return Uint8Array.of(Math.round(sum / Math.max(1, pixels.length)));
}
