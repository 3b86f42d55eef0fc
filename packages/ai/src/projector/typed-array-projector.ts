import type { Projector } from "../types.ts";
import { fuzzyGraph } from "./fuzzy-graph.ts";
import { optimiseLayout } from "./optimise-layout.ts";
import { principalStart } from "./principal-start.ts";
import { fillStart } from "./warm-start.ts";

/** As many as umap-learn takes. */
const SMALL_ROWS = 10_000;
const EPOCHS_SMALL = 500;
const EPOCHS = 200;
/** From an earlier layout: enough for new rows to find their place, too little for old ones to wander. */
export const WARM_EPOCHS = 50;
export const WARM_RATE = 0.05;

/** UMAP on typed arrays: no object per edge, so that 50,000 rows take seconds. */
export const typedArrayProjector: Projector = {
  name: "typed arrays",
  project({ vectors, neighbours, seed, start, onProgress }) {
    const layout = start === undefined ? principalStart(vectors, seed) : fillStart(start, neighbours);
    const epochs = vectors.rows <= SMALL_ROWS ? EPOCHS_SMALL : EPOCHS;
    optimiseLayout(layout, fuzzyGraph(neighbours), {
      epochs: start === undefined ? epochs : WARM_EPOCHS,
      learningRate: start === undefined ? 1 : WARM_RATE,
      seed,
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    return layout;
  },
};
