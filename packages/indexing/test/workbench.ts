import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalEmbedder } from "@retake/ai/embedder";
import type { Embedder } from "@retake/ai/types";
import { createWorkspace, type TestDatabase, startTestDatabase } from "@retake/dev-env";
import { type ObjectStore, openObjectStore } from "@retake/telemetry/object-store";
import { openTelemetryReader, type TelemetryReader } from "@retake/telemetry/reader";
import { AnchorStore } from "../src/map/anchors.ts";
import type { Parts } from "../src/types.ts";
import { createIndexer, type Indexer, type IndexerOptions, type RunResult } from "../src/indexer.ts";

/** A database, a store and a workspace, all empty and gone afterwards. */
export interface Workbench extends AsyncDisposable {
  database: TestDatabase;
  db: TestDatabase["db"];
  store: ObjectStore;
  folder: string;
  workspaceId: string;
  /** What was told of faults. */
  warnings: unknown[];
  indexer(options?: Partial<IndexerOptions>): Indexer;
  /** What passes work with, for those who run them one by one. */
  parts(more?: Partial<Parts>): Parts;
  /** One whole pass. */
  index(options?: Partial<IndexerOptions>): Promise<RunResult>;
}

export async function openWorkbench(): Promise<Workbench> {
  const database = await startTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), "retake-indexing-"));
  const store = openObjectStore(`file:${join(folder, "store")}`);
  const { db } = database;
  const { id: workspaceId } = await createWorkspace(db, { id: "lab", slug: "lab", name: "Lab" });
  const warnings: unknown[] = [];
  const tell = (event: string, fields?: unknown): void => void warnings.push([event, fields]);
  const log = { error: tell, warn: tell, info: () => undefined, debug: () => undefined };
  // The model loads in a second and runs for all tests of a file.
  const embedder: Embedder = createLocalEmbedder();
  const opened: Indexer[] = [];
  const readers: TelemetryReader[] = [];
  const indexer = (options: Partial<IndexerOptions> = {}): Indexer => {
    const made = createIndexer({ db, store, embedder, log, ...options });
    opened.push(made);
    return made;
  };
  return {
    database,
    db,
    store,
    folder,
    workspaceId,
    warnings,
    indexer,
    parts(more = {}) {
      const reader = openTelemetryReader({ store });
      readers.push(reader);
      const anchors = new AnchorStore();
      return {
        db,
        store,
        reader,
        local: embedder,
        openai: null,
        ffmpegPath: null,
        log,
        batchSize: 50,
        anchors,
        ...more,
      };
    },
    index: (options) => indexer(options).runOnce(workspaceId),
    async [Symbol.asyncDispose]() {
      for (const one of opened) await one.stop();
      for (const one of readers) one.close();
      await embedder.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
