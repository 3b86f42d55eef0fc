import { type EpisodeFacts, searchTexts } from "@retake/ai/facts";
import { withCache } from "@retake/ai/embedder";
import type { Embedder, EpisodeMeta } from "@retake/ai/types";
import { notify } from "@retake/db/notify";
import type { Parts, Pass } from "../types.ts";
import { LACKS_VECTOR } from "./lacks-vectors.ts";
import { createPgVectorStore } from "./pg-vector-store.ts";

/**
 * Computes the vectors that texts of the workspace lack in the embedder's space, each text once.
 * @throws AppError `unavailable`, `rate_limited` from the embedder; what was computed until then is kept
 */
export async function textStage(parts: Parts, pass: Pass, embedder: Embedder): Promise<void> {
  const { db } = parts;
  const store = createPgVectorStore(db, (count) => (pass.counts.texts += count));
  const cached = withCache(embedder, store);
  const { rows } = await db.pool.query<{ id: string }>(
    `select i."episodeId" as "id" from "EpisodeIndex" i where i."workspaceId" = $1 and ${LACKS_VECTOR} order by i."indexedAt" desc, 1`,
    [pass.workspaceId, embedder.space],
  );
  for (let from = 0; from < rows.length; from += parts.batchSize) {
    pass.signal.throwIfAborted();
    const ids = rows.slice(from, from + parts.batchSize).map(({ id }) => id);
    const texts = await loadTexts(parts, ids);
    for (let first = 0; first < texts.length; first += parts.batchSize) {
      const batch = texts.slice(first, first + parts.batchSize);
      await cached.embed(batch, { signal: pass.signal, purpose: "index" });
    }
    await pass.tell("texts", Math.min(rows.length, from + parts.batchSize), rows.length);
  }
  if (rows.length > 0) await notify(db.pool, "index", pass.workspaceId);
}

/** The very texts whose hashes are in the rows: they follow from the facts. */
async function loadTexts({ db }: Parts, ids: readonly string[]): Promise<string[]> {
  const rows = await db.prisma.episodeIndex.findMany({
    where: { episodeId: { in: [...ids] } },
    select: { facts: true, modelSummary: true, episode: { select: { sessionId: true } } },
  });
  const texts = rows.flatMap(({ facts, modelSummary, episode }) => {
    // What is embedded comes of the facts alone; only the words of full text look at the rest.
    const meta = { sessionId: episode.sessionId } as EpisodeMeta;
    return searchTexts(meta, facts as unknown as EpisodeFacts, modelSummary).fields.map(({ text }) => text);
  });
  return [...new Set(texts)];
}
