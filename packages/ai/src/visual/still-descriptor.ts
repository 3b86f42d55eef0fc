import { COLOUR_DIMS, colourLayout } from "./colour-layout.ts";
import { GRADIENT_DIMS, gradientHistogram } from "./gradient-histogram.ts";

/** Edges are of length 1 all together, colours of less: so weighted they count about alike. */
const EDGE_WEIGHT = 0.3;

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
  out.set(
    gradientHistogram(rgb, width, height).map((value) => EDGE_WEIGHT * value),
    COLOUR_DIMS,
  );
  return out;
}
