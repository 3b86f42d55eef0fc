import { AppError } from "@retake/core/errors";
import type { Embedder } from "../types.ts";

export interface BreakerOptions {
  /** Milliseconds, rising. */
  now?: () => number;
}

/** After a failure the embedder is left alone for so long, twice as long after each further one. */
const [REST_MS, REST_MAX_MS] = [15_000, 300_000];

/**
 * An embedder that is left alone for a while after it failed: a server that is down is not waited for at every query, and is asked by one query at a time
 * whether it is back. Meanwhile the same error is thrown at once.
 */
export function withBreaker(
  embedder: Embedder,
  { now = () => performance.now() }: BreakerOptions = {},
): Embedder {
  let [failures, restUntil] = [0, -Infinity];
  let last: unknown = null;
  let isTrying = false;
  return {
    space: embedder.space,
    dims: embedder.dims,
    async embed(texts, options) {
      if (failures > 0 && (isTrying || now() < restUntil)) throw last;
      isTrying = true;
      try {
        const vectors = await embedder.embed(texts, options);
        failures = 0;
        return vectors;
      } catch (error) {
        const isOutage = !(error instanceof AppError && error.code === "cancelled");
        // Of several that failed at once, the first has said so already.
        if (isOutage && now() >= restUntil) {
          const askedMs = error instanceof AppError ? (error.retryAfterS ?? 0) * 1000 : 0;
          restUntil = now() + Math.min(REST_MAX_MS, Math.max(askedMs, REST_MS * 2 ** failures));
          failures += 1;
          last = error;
        }
        throw error;
      } finally {
        isTrying = false;
      }
    },
    close: () => embedder.close(),
  };
}
