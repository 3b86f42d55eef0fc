import { AppError, toAppError } from "@retake/core/errors";
import type { Embedder } from "../types.ts";
import { type BreakerOptions, withBreaker } from "./with-breaker.ts";

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

/** Vectors of queries from `primary`, or from `local` while that does not answer: a server that is down is not asked at every query. */
export function withFallback(
  primary: Embedder,
  local: Embedder,
  options: BreakerOptions = {},
): FallbackEmbedder {
  const first = withBreaker(primary, options);
  return {
    async embed(texts, { signal } = {}) {
      const asQuery = { purpose: "query" as const, ...(signal && { signal }) };
      try {
        const vectors = await first.embed(texts, asQuery);
        return { space: primary.space, dims: primary.dims, vectors, degraded: false, reason: null };
      } catch (error) {
        if (error instanceof AppError && error.code === "cancelled") throw error;
        const { space, dims } = local;
        const reason = toAppError(error).message;
        return { space, dims, vectors: await local.embed(texts, asQuery), degraded: true, reason };
      }
    },
    async close() {
      await Promise.all([first.close(), local.close()]);
    },
  };
}
