import { COLOUR_DIMS, colourLayout } from "./colour-layout.ts";
import { GRADIENT_DIMS, gradientHistogram } from "./gradient-histogram.ts";

export const STILL_DIMS = COLOUR_DIMS + GRADIENT_DIMS;

/**
 * What a still looks like: colours by place, and edges by place and direction.
 * @param rgb width × height × 3, sRGB
 * @throws RangeError when there are not as many bytes as pixels need
 */
export function stillDescriptor(rgb: Uint8Array, width: number, height: number): Float32Array {
  if (width < 1 || height < 1 || rgb.length < width * height * 3)
    throw new RangeError(`${rgb.length} bytes are not ${width} × ${height} pixels`);
  const out = new Float32Array(STILL_DIMS);
  out.set(colourLayout(rgb, width, height), 0);
  out.set(gradientHistogram(rgb, width, height), COLOUR_DIMS);
  return out;
}
