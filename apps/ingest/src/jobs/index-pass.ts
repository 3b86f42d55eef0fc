import { createLocalEmbedder } from "@retake/ai/embedder";
import type { Config } from "@retake/core/config";
import type { Db } from "@retake/db";
import { createIndexer } from "@retake/indexing/indexer";
import type { ObjectStore } from "@retake/telemetry/object-store";
import { type Log, describeError } from "../log.ts";

export interface IndexPass {
  start(): void;
  stop(): Promise<void>;
}

/** Keeps what is known of episodes up to date, in the background. Whatever goes wrong in it is told and stays there. */
export function createIndexPass(options: {
  db: Db;
  store: ObjectStore;
  config: Pick<Config, "openai" | "ffmpegPath">;
  log: Log;
}): IndexPass {
  const { db, store, config, log } = options;
  const embedder = createLocalEmbedder();
  const { openai, ffmpegPath } = config;
  const indexer = createIndexer({ db, store, embedder, openai, ffmpegPath, log });
  const tell = (error: unknown): void => log.error("indexing", describeError(error));
  return {
    start: () => void indexer.start().catch(tell),
    async stop() {
      await indexer.stop().catch(tell);
      await embedder.close();
    },
  };
}
