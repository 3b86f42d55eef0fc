import { findClusters } from "@retake/ai/clusters";
import { fitMotionSpace, motionVector } from "@retake/ai/motion";
import { nearestNeighbours } from "@retake/ai/neighbours";
import { alignLayout, createProjector, placeNew, trustworthiness } from "@retake/ai/projector";
import type { Neighbours } from "@retake/ai/types";
import {
  type Job,
  type MapJob,
  type MapResult,
  type Near,
  NEIGHBOURS,
  type PlaceJob,
  type PlaceResult,
  type SpaceJob,
  type SpaceResult,
} from "./jobs.ts";
import { meetNeighbours } from "./meet-neighbours.ts";

/** UMAP looks at as many; the nearest of them are kept. */
const PROJECTED_NEIGHBOURS = 15;
/** Fewer points have no shape: they stand on a circle. */
const PROJECTED_ROWS_MIN = 6;

/** Pure: the same job gives the same result. */
export function compute(
  job: Job,
  onProgress: (share: number) => void,
): SpaceResult | MapResult | PlaceResult {
  if (job.kind === "space") return fitSpace(job);
  return job.kind === "map" ? fitMap(job, onProgress) : place(job);
}

function fitSpace({ samples }: SpaceJob): SpaceResult {
  const fit = fitMotionSpace(samples);
  const vectors = samples.map(({ signals, meta }) => {
    try {
      return motionVector(fit, signals, meta);
    } catch {
      return null;
    }
  });
  return { fit, vectors };
}

function fitMap({ vectors, start, seed }: MapJob, onProgress: (share: number) => void): MapResult {
  const neighbours = nearestNeighbours(vectors, Math.min(PROJECTED_NEIGHBOURS, vectors.rows - 1), { seed });
  const given = start === null ? {} : { start };
  const laidOut =
    vectors.rows < PROJECTED_ROWS_MIN
      ? circle(vectors.rows)
      : createProjector(vectors.rows).project({
          vectors,
          neighbours: nearest(neighbours, vectors.rows, vectors.rows - 2),
          seed,
          onProgress,
          ...given,
        });
  const aligned = start === null ? null : alignLayout(start, laidOut);
  const layout = aligned?.layout ?? laidOut;
  return {
    layout,
    near: nearest(neighbours, vectors.rows, NEIGHBOURS),
    ...findClusters(layout),
    trustworthiness: trustworthiness(vectors, layout),
    meanShift: aligned?.meanShift ?? null,
  };
}

function circle(rows: number): Float32Array {
  return Float32Array.from({ length: rows * 2 }, (_, at) => {
    const angle = (2 * Math.PI * (at >> 1)) / Math.max(1, rows);
    return at % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
  });
}

function place({ vectors, layout, reach, scale, added, seed }: PlaceJob): PlaceResult {
  return {
    layout: placeNew({ layout, vectors, added, seed }),
    ...meetNeighbours({ vectors, added, reach, scale }),
  };
}

/** The first of each row's. The library wants fewer than there are other rows. */
function nearest({ k, index, distance }: Neighbours, rows: number, most: number): Near {
  const kept = Math.min(k, most);
  const near: Near = {
    k: kept,
    index: new Int32Array(rows * kept),
    distance: new Float32Array(rows * kept),
  };
  for (let row = 0; row < rows; row += 1) {
    near.index.set(index.subarray(row * k, row * k + kept), row * kept);
    near.distance.set(distance.subarray(row * k, row * k + kept), row * kept);
  }
  return near;
}
