import sharp, { type OutputInfo, type Sharp } from "sharp";

const JPEG_QUALITY = 85;

/** JPEG of one picture, at most `width` wide (null: as it is). */
export async function encodeJpeg(image: Sharp, width: number | null): Promise<Buffer> {
  const sized = width === null ? image : image.resize({ width, withoutEnlargement: true });
  return sized
    .flatten({ background: "#808080" })
    .toColourspace("srgb")
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
}

/** JPEG of several pictures side by side, each `tileWidth` wide, as high as the first. Holds one full-size picture at a time. */
export async function encodeStrip(images: AsyncIterable<Sharp>, tileWidth: number): Promise<Buffer> {
  const tiles: { data: Buffer; info: OutputInfo }[] = [];
  for await (const image of images) {
    const height = tiles[0]?.info.height;
    const sized = image.resize({
      width: tileWidth,
      ...(height === undefined ? {} : { height, fit: "cover" }),
    });
    const tile = sized.flatten({ background: "#808080" }).toColourspace("srgb").raw();
    tiles.push(await tile.toBuffer({ resolveWithObject: true }));
  }
  const height = tiles[0]?.info.height ?? 1;
  return sharp({
    create: { width: tileWidth * tiles.length, height, channels: 3, background: "#808080" },
  })
    .composite(
      tiles.map(({ data, info }, n) => ({
        input: data,
        raw: { width: info.width, height: info.height, channels: info.channels },
        left: n * tileWidth,
        top: 0,
      })),
    )
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
}
