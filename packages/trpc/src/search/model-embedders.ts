import { createBudget, createOpenAiEmbedder, defaultDims, measureDims } from "@retake/ai/openai";
import type { Embedder } from "@retake/ai/types";
import type { Config } from "@retake/core/config";
import type { Db } from "@retake/db";
import type { Listener } from "@retake/db/notify";
import { readEpisodeChange } from "../catalogue/episode-change.ts";

/** The configured model server, as far as a workspace uses it: within its own budget, which counts the questions too. */
export interface ModelEmbedders {
  /** Null where none is configured or the workspace keeps to itself. @throws AppError when the server cannot say what its vectors are */
  of(workspaceId: string): Promise<Embedder | null>;
  close(): void;
}

/** Settings and spending are read again after this, and when the workspace's index is announced to have changed. */
const TTL_MS = 30_000;

/** What a workspace has that never said anything. */
const DEFAULTS = { provider: "openai", tokensMax: 5_000_000n as bigint | null };

interface Kept {
  since: number;
  embedder: Promise<Embedder | null>;
}

export function createModelEmbedders(options: {
  db: Db;
  signals: Pick<Listener, "connected" | "on" | "onGap">;
  server: Config["openai"];
  now: () => Date;
}): ModelEmbedders {
  const { db, signals, server, now } = options;
  const kept = new Map<string, Kept>();
  let dims: Promise<number> | null = null;
  const stops = [
    signals.on("index", (id) => {
      const change = readEpisodeChange(id);
      if (change?.sessionId === null) kept.delete(change.workspaceId);
    }),
    signals.onGap(() => kept.clear()),
  ];

  async function make(workspaceId: string): Promise<Embedder | null> {
    if (server === null) return null;
    const month = now().toISOString().slice(0, 7);
    const settings = (await db.prisma.aiSettings.findUnique({ where: { workspaceId } })) ?? DEFAULTS;
    if (settings.provider !== "openai") return null;
    const key = { workspaceId_month: { workspaceId, month } };
    const spend = await db.prisma.aiSpend.findUnique({ where: key });
    const budget = createBudget({
      spent: Number(spend?.embedding ?? 0n) + Number(spend?.chat ?? 0n),
      max: settings.tokensMax === null ? null : Number(settings.tokensMax),
      async onSpend(tokens, kind) {
        const create = { workspaceId, month, [kind]: tokens };
        await db.prisma.aiSpend.upsert({ where: key, create, update: { [kind]: { increment: tokens } } });
      },
    });
    const { apiKey, baseUrl, embeddingModel: model } = server;
    dims ??= Promise.resolve(defaultDims(model) ?? measureDims({ apiKey, baseUrl, model }));
    dims.catch(() => (dims = null));
    return createOpenAiEmbedder({ apiKey, baseUrl, model, dims: await dims, budget });
  }

  return {
    async of(workspaceId) {
      if (server === null) return null;
      const held = kept.get(workspaceId);
      if (held !== undefined && now().getTime() - held.since < TTL_MS) return held.embedder;
      const entry = { since: now().getTime(), embedder: make(workspaceId) };
      kept.set(workspaceId, entry);
      entry.embedder.catch(() => kept.delete(workspaceId));
      return entry.embedder;
    },
    close() {
      for (const stop of stops) stop();
      kept.clear();
    },
  };
}
