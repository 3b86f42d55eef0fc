import { createMemoryVectorStore, withCache } from "@retake/ai/embedder";
import { dot, UNRELATED_SENTENCES } from "@retake/ai/ranking";
import type { Embedder } from "@retake/ai/types";
import { toAppError } from "@retake/core/errors";
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

/** Questions become vectors by the configured server where the workspace uses it, else, or when that fails, by the embedder of this house. */
export interface QuestionVectors {
  /** Never throws. */
  ask(workspaceId: string, text: string): Promise<QuestionVector>;
  /** The space in which texts of a workspace are compared when all is well. */
  space(workspaceId: string): Promise<string>;
  /** Starts what the first question would wait for. */
  warm(): Promise<void>;
}

/** A server that computes vectors for money. */
export interface RemoteEmbedder {
  embedder: Embedder;
  /** Whether the workspace uses it. */
  isUsedBy(workspaceId: string): Promise<boolean>;
}

/** A person waits. */
const REMOTE_TIMEOUT_MS = 2_000;
const LOCAL_TIMEOUT_MS = 5_000;
const QUESTIONS_KEPT = 5_000;

export function createQuestionVectors(options: {
  local: Embedder;
  remote?: RemoteEmbedder | null;
}): QuestionVectors {
  const { remote = null } = options;
  const kept = createMemoryVectorStore(QUESTIONS_KEPT);
  const local = measuring(withCache(options.local, kept));
  const far = remote === null ? null : measuring(withCache(remote.embedder, kept));

  async function usesRemote(workspaceId: string): Promise<boolean> {
    return remote !== null && (await remote.isUsedBy(workspaceId).catch(() => false));
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
    async ask(workspaceId, text) {
      if (far === null || !(await usesRemote(workspaceId))) return askLocal(text, null);
      try {
        const answer = await far.measure(text, REMOTE_TIMEOUT_MS);
        return { ...answer, state: { space: far.space, provider: "openai", degraded: false, reason: null } };
      } catch (error) {
        const why = `The model server did not answer (${toAppError(error).message}); compared by the built-in model.`;
        return askLocal(text, why);
      }
    },
    async space(workspaceId) {
      return far !== null && (await usesRemote(workspaceId)) ? far.space : local.space;
    },
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
