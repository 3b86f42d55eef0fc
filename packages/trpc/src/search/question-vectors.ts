import { createMemoryVectorStore, withCache } from "@retake/ai/embedder";
import { dot, UNRELATED_SENTENCES } from "@retake/ai/ranking";
import type { Embedder } from "@retake/ai/types";
import { AppError, toAppError } from "@retake/core/errors";
import type { z } from "zod";
import type { embeddingsStateSchema } from "../schemas/search.ts";

export type EmbeddingsState = z.infer<typeof embeddingsStateSchema>;

/** A question as a vector, or why it is none. */
export interface QuestionVector {
  state: EmbeddingsState;
  vector: Float32Array | null;
  /** Its cosines against sentences that have nothing to do with anything here; empty until they are known. */
  unrelated: readonly number[];
}

/**
 * Questions become vectors by the configured server where the workspace uses it, else, or when that fails, by the embedder of this house. A server that
 * failed is left alone for a while, so that an outage costs one question its two seconds and not every one.
 */
export interface QuestionVectors {
  /** Never throws. @param localOnly the built-in model, whatever is configured */
  ask(workspaceId: string, text: string, localOnly?: boolean): Promise<QuestionVector>;
  /** The space in which texts of a workspace are compared when all is well. */
  space(workspaceId: string): Promise<string>;
  localSpace: string;
  /** Starts what the first question would wait for. */
  warm(): Promise<void>;
}

/** A person waits. */
const REMOTE_TIMEOUT_MS = 2_000;
const LOCAL_TIMEOUT_MS = 5_000;
const REST_MS = 15_000;
const QUESTIONS_KEPT = 5_000;

/** @param options.remote the embedder that a workspace's questions go to first; null: the built-in one alone */
export function createQuestionVectors(options: {
  local: Embedder;
  remote?: (workspaceId: string) => Promise<Embedder | null>;
  now?: () => number;
}): QuestionVectors {
  const { remote = () => Promise.resolve(null), now = () => performance.now() } = options;
  const kept = createMemoryVectorStore(QUESTIONS_KEPT);
  const local = measuring(withCache(options.local, kept));
  const measured = new WeakMap<Embedder, Measuring>();
  /** By workspace: until when its server is left alone, and why. */
  const resting = new Map<string, { until: number; reason: string }>();

  function farOf(embedder: Embedder): Measuring {
    const far = measured.get(embedder) ?? measuring(withCache(embedder, kept));
    measured.set(embedder, far);
    return far;
  }

  async function askLocal(text: string, reason: string | null): Promise<QuestionVector> {
    const { space } = local;
    try {
      const answer = await local.measure(text, LOCAL_TIMEOUT_MS);
      return { ...answer, state: { space, provider: "local", degraded: reason !== null, reason } };
    } catch (error) {
      const why = `Searching by words only: ${toAppError(error).message}`;
      const state: EmbeddingsState = { space: null, provider: "none", degraded: true, reason: why };
      return { vector: null, unrelated: [], state };
    }
  }

  return {
    localSpace: local.space,
    async ask(workspaceId, text, localOnly = false) {
      if (localOnly) return askLocal(text, null);
      const rest = resting.get(workspaceId);
      if (rest !== undefined && now() < rest.until) return askLocal(text, rest.reason);
      try {
        const embedder = await remote(workspaceId);
        if (embedder === null) return await askLocal(text, null);
        const far = farOf(embedder);
        const answer = await far.measure(text, REMOTE_TIMEOUT_MS);
        resting.delete(workspaceId);
        return { ...answer, state: { space: far.space, provider: "openai", degraded: false, reason: null } };
      } catch (error) {
        const why = error instanceof AppError ? error.message : "it took too long";
        const reason = `The model server did not answer (${why}); compared by the built-in model.`;
        resting.set(workspaceId, { until: now() + REST_MS, reason });
        return askLocal(text, reason);
      }
    },
    space: async (workspaceId) => (await remote(workspaceId).catch(() => null))?.space ?? local.space,
    warm: () => local.learn(),
  };
}

interface Measuring {
  space: string;
  measure(text: string, timeoutMs: number): Promise<Omit<QuestionVector, "state">>;
  /** Computes what every question is compared with, once. */
  learn(): Promise<void>;
}

function measuring(embedder: Embedder): Measuring {
  let unrelated: readonly Float32Array[] = [];
  let learning: Promise<void> | null = null;
  function learn(): Promise<void> {
    learning ??= embedder.embed(UNRELATED_SENTENCES).then(
      (vectors) => void (unrelated = vectors),
      () => void (learning = null),
    );
    return learning;
  }
  return {
    space: embedder.space,
    learn,
    async measure(text, timeoutMs) {
      const signal = AbortSignal.timeout(timeoutMs);
      const asked = embedder.embed([text], { purpose: "query", signal });
      const [vector] = await Promise.race([asked, ended(signal)]);
      void learn();
      if (vector === undefined) throw new Error("assertion failed: an embedder answers every text");
      return { vector, unrelated: unrelated.map((other) => dot(vector, other)) };
    },
  };
}

/** Rejects when the signal does. */
function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("It took too long.")), { once: true });
  });
}
