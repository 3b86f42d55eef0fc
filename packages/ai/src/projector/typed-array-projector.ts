import type { Projector } from "../types.ts";
import { fuzzyGraph } from "./fuzzy-graph.ts";
import { optimiseLayout } from "./optimise-layout.ts";
import { principalStart } from "./principal-start.ts";
import { warmStart } from "./warm-start.ts";

/** As many as umap-learn takes. */
const SMALL_ROWS = 10_000;
const EPOCHS_SMALL = 500;
const EPOCHS = 200;
/** UMAP on typed arrays: no object per edge, so that 50,000 rows take seconds. */
export const typedArrayProjector: Projector = {
  name: "typed arrays",
  project({ vectors, neighbours, seed, start, onProgress }) {
    const warm = warmStart(start, neighbours, seed);
    const layout = warm?.layout ?? principalStart(vectors, seed);
    optimiseLayout(layout, fuzzyGraph(neighbours), {
      epochs: warm?.epochs ?? (vectors.rows <= SMALL_ROWS ? EPOCHS_SMALL : EPOCHS),
      learningRate: warm?.learningRate ?? 1,
      seed,
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    return layout;
  },
};
