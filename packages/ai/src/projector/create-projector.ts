import type { Projector } from "../types.ts";
import { typedArrayProjector } from "./typed-array-projector.ts";
import { umapJsProjector } from "./umap-js-projector.ts";

/** Beyond it the library takes more than seconds. */
const LIBRARY_ROWS_MAX = 2000;

/** The projector for so many rows. Both lay out in UMAP's own units: about 20 wide. */
export function createProjector(rows: number): Projector {
  return rows <= LIBRARY_ROWS_MAX ? umapJsProjector : typedArrayProjector;
}
