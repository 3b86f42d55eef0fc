/**
 * A frame that says its own number: 4 by 4 black or white blocks, 12 bits of the number and 4 of a checksum. It survives lossy coding and scaling,
 * and a blend of two frames reads as an error. Runs in browsers too.
 */

const SIDE = 4;
const BLOCKS = SIDE * SIDE;
const CHECKSUM_BITS = 4;
/** One more than the largest number. */
export const BARCODE_FRAMES_MAX = 1 << (BLOCKS - CHECKSUM_BITS);
const BLACK_MAX = 80;
const WHITE_MIN = 175;

const checksum = (frame: number): number =>
  ((frame >> 8) + ((frame >> 4) & 15) * 3 + (frame & 15) * 7 + 5) & 15;

/**
 * RGB pixels (3 bytes each, row by row) of the frame with this number.
 * @param frame 0 to 4095
 */
export function drawBarcode(frame: number, width: number, height: number): Uint8Array {
  if (!Number.isInteger(frame) || frame < 0 || frame >= BARCODE_FRAMES_MAX) {
    throw new RangeError(`a barcode holds 0 to ${BARCODE_FRAMES_MAX - 1}, not ${frame}`);
  }
  const code = (frame << CHECKSUM_BITS) | checksum(frame);
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * SIDE) / height);
    for (let x = 0; x < width; x++) {
      const block = row * SIDE + Math.floor((x * SIDE) / width);
      if (((code >> (BLOCKS - 1 - block)) & 1) === 1)
        pixels.fill(255, (y * width + x) * 3, (y * width + x) * 3 + 3);
    }
  }
  return pixels;
}

/**
 * The number in a picture made by {@link drawBarcode}, at any size.
 * @param pixels row by row, `channels` bytes each, the first three RGB (1 channel: grey)
 * @throws Error when a block is neither black nor white, or the checksum is wrong
 */
export function readBarcode(
  pixels: ArrayLike<number>,
  width: number,
  height: number,
  channels: number,
): number {
  let code = 0;
  for (let block = 0; block < BLOCKS; block++) {
    const level = blockLevel(pixels, width, height, channels, block);
    if (level > BLACK_MAX && level < WHITE_MIN)
      throw new Error(`block ${block} is grey (${Math.round(level)})`);
    code = (code << 1) | (level >= WHITE_MIN ? 1 : 0);
  }
  const frame = code >> CHECKSUM_BITS;
  if (checksum(frame) !== (code & 15)) throw new Error(`wrong checksum for frame ${frame}`);
  return frame;
}

/** Mean green (or grey) of the middle half of one block, where coding noise of the edges does not reach. */
function blockLevel(
  pixels: ArrayLike<number>,
  width: number,
  height: number,
  channels: number,
  block: number,
): number {
  const cellWidth = width / SIDE;
  const cellHeight = height / SIDE;
  const left = (block % SIDE) * cellWidth;
  const top = Math.floor(block / SIDE) * cellHeight;
  let sum = 0;
  let count = 0;
  for (let y = Math.ceil(top + cellHeight / 4); y < top + (cellHeight * 3) / 4; y++) {
    for (let x = Math.ceil(left + cellWidth / 4); x < left + (cellWidth * 3) / 4; x++, count++) {
      sum += pixels[(y * width + x) * channels + (channels >= 3 ? 1 : 0)] ?? 0;
    }
  }
  return sum / count;
}
