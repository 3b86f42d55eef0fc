import { AppError } from "@retake/core/errors";
import type { Embedder } from "../types.ts";

export interface QueryVectors {
  /** Of which space the vectors are: only vectors of the same can be compared with them. */
  space: string;
  dims: number;
  vectors: Float32Array[];
  /** Whether the first choice did not answer, and why, in words for people. */
  degraded: boolean;
  reason: string | null;
}

export interface FallbackEmbedder {
  /** @throws AppError `unavailable` when neither answers, `cancelled` */
  embed(texts: readonly string[], options?: { signal?: AbortSignal }): Promise<QueryVectors>;
  close(): Promise<void>;
}

export interface FallbackOptions {
  /** Milliseconds, rising. */
  now?: () => number;
}

/** After a failure the first choice is left alone for so long, twice as long after each further one. */
const [REST_MS, REST_MAX_MS] = [15_000, 300_000];

/** Vectors of queries from `primary`, or from `local` while that does not answer: a server that is down is not asked at every query. */
export function withFallback(
  primary: Embedder,
  local: Embedder,
  { now = () => performance.now() }: FallbackOptions = {},
): FallbackEmbedder {
  let [failures, restUntil] = [0, -Infinity];
  let reason: string | null = null;
  let isTrying = false;
  const tryPrimary = async (
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<Float32Array[] | null> => {
    // After a failure one query at a time finds out whether it is back.
    if (now() < restUntil || (failures > 0 && isTrying)) return null;
    isTrying = true;
    try {
      const vectors = await primary.embed(texts, queryOptions(signal));
      [failures, reason] = [0, null];
      return vectors;
    } catch (error) {
      if (error instanceof AppError && error.code === "cancelled") throw error;
      reason = error instanceof AppError ? error.message : "The model server failed.";
      // Of several that failed at once, the first has said so already.
      if (now() < restUntil) return null;
      const asked = error instanceof AppError ? (error.retryAfterS ?? 0) * 1000 : 0;
      restUntil = now() + Math.min(REST_MAX_MS, Math.max(asked, REST_MS * 2 ** failures));
      failures += 1;
      return null;
    } finally {
      isTrying = false;
    }
  };
  return {
    async embed(texts, { signal } = {}) {
      const vectors = await tryPrimary(texts, signal);
      if (vectors !== null)
        return { space: primary.space, dims: primary.dims, vectors, degraded: false, reason: null };
      const { space, dims } = local;
      return { space, dims, vectors: await local.embed(texts, queryOptions(signal)), degraded: true, reason };
    },
    async close() {
      await Promise.all([primary.close(), local.close()]);
    },
  };
}

const queryOptions = (signal?: AbortSignal): { purpose: "query"; signal?: AbortSignal } =>
  signal === undefined ? { purpose: "query" } : { purpose: "query", signal };
