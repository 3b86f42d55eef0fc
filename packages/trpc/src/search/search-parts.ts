import type { Embedder } from "@retake/ai/types";
import type { Config } from "@retake/core/config";
import type { Db } from "@retake/db";
import type { Listener } from "@retake/db/notify";
import { createSimilarityGraphs, type SimilarityGraphs } from "./graph/similarity-graphs.ts";
import { createModelEmbedders } from "./model-embedders.ts";
import { createQuestionVectors, type QuestionVectors } from "./question-vectors.ts";
import { createVectorCache, type VectorCache } from "./vector-cache.ts";
import { createWordStems, type WordStems } from "./word-stems.ts";

/** What searching keeps in memory. It holds no permissions. */
export interface SearchParts {
  vectors: VectorCache;
  questions: QuestionVectors;
  stems: WordStems;
  graphs: SimilarityGraphs;
  /** Begins what the first search of a workspace would wait for; fails in silence. */
  warm(workspaceId: string): void;
  /** Embedders are closed by whoever made them. */
  close(): void;
}

export function createSearchParts(options: {
  db: Db;
  signals: Pick<Listener, "connected" | "on" | "onGap">;
  local: Embedder;
  /** The model server that workspaces may use. */
  server?: Config["openai"];
}): SearchParts {
  const { db, signals, local, server = null } = options;
  const models = createModelEmbedders({ db, signals, server, now: () => new Date() });
  const vectors = createVectorCache({ db, signals });
  const questions = createQuestionVectors({ local, remote: (workspaceId) => models.of(workspaceId) });
  const graphs = createSimilarityGraphs({ db, signals });
  const warmed = new Set<string>();
  return {
    vectors,
    questions,
    stems: createWordStems({ db }),
    graphs,
    warm(workspaceId) {
      if (warmed.has(workspaceId)) return;
      warmed.add(workspaceId);
      const load = async (): Promise<unknown> => vectors.get(workspaceId, await questions.space(workspaceId));
      void Promise.all([questions.warm(), load()]).catch(() => warmed.delete(workspaceId));
    },
    close() {
      vectors.close();
      graphs.close();
      models.close();
    },
  };
}
