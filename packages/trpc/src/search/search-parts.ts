import type { Embedder } from "@retake/ai/types";
import type { Db } from "@retake/db";
import type { Listener } from "@retake/db/notify";
import { createGraphTexts, type GraphTexts } from "./similarity-graph.ts";
import { createQuestionVectors, type QuestionVectors, type RemoteEmbedder } from "./question-vectors.ts";
import { createVectorCache, type VectorCache } from "./vector-cache.ts";

export type { RemoteEmbedder } from "./question-vectors.ts";

/** What searching keeps in memory. It holds no permissions. */
export interface SearchParts {
  vectors: VectorCache;
  questions: QuestionVectors;
  graphs: GraphTexts;
  /** Begins what the first search of a workspace would wait for; fails in silence. */
  warm(workspaceId: string): void;
  /** Embedders are closed by whoever made them. */
  close(): void;
}

export function createSearchParts(options: {
  db: Db;
  signals: Pick<Listener, "connected" | "on" | "onGap">;
  local: Embedder;
  remote?: RemoteEmbedder | null;
}): SearchParts {
  const { db, signals, local, remote = null } = options;
  const vectors = createVectorCache({ db, signals });
  const questions = createQuestionVectors({ local, remote });
  const graphs = createGraphTexts({ db, signals });
  const warmed = new Set<string>();
  return {
    vectors,
    questions,
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
    },
  };
}
