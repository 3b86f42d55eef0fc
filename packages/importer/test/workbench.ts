import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestDatabase, startTestDatabase } from "@retake/dev-env";
import { type ObjectStore, openObjectStore } from "@retake/telemetry/object-store";
import { openTelemetryReader } from "@retake/telemetry/reader";
import type { TopicColumns } from "@retake/telemetry/types";
import { importDataset, type ImportOptions, type ImportResult } from "../src/import-dataset.ts";
import { NO_HUB } from "./no-hub.ts";

/** A database, a store and a folder for datasets, all empty and gone afterwards. */
export interface Workbench extends AsyncDisposable {
  database: TestDatabase;
  store: ObjectStore;
  folder: string;
  workspaceId: string;
  import(dataset: string, options?: Partial<ImportOptions>): Promise<ImportResult>;
  /** An episode with everything that hangs on it. */
  episode(sessionId: string): ReturnType<typeof loadEpisode>;
  /** Its samples, by topic, read back through the telemetry reader. */
  samples(sessionId: string): Promise<Map<string, TopicColumns>>;
  keys(): Promise<string[]>;
}

export async function openWorkbench(): Promise<Workbench> {
  const database = await startTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), "retake-importer-"));
  const store = openObjectStore(`file:${join(folder, "store")}`);
  const { db } = database;
  const { id: workspaceId } = await db.prisma.workspace.create({ data: { slug: "lab", name: "Lab" } });
  const reader = openTelemetryReader({ store });
  return {
    database,
    store,
    folder,
    workspaceId,
    import: (dataset, options = {}) =>
      importDataset({
        db,
        store,
        workspaceId,
        request: { dataset },
        hub: NO_HUB,
        importRoots: null,
        ...options,
      }),
    episode: (sessionId) => loadEpisode(database, workspaceId, sessionId),
    async samples(sessionId) {
      const { segments } = await loadEpisode(database, workspaceId, sessionId);
      const topics = await reader.read(segments);
      return new Map(topics.map((topic) => [topic.name, topic]));
    },
    async keys() {
      const keys: string[] = [];
      for await (const { key } of store.list("")) keys.push(key);
      return keys;
    },
    async [Symbol.asyncDispose]() {
      reader.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function loadEpisode({ db }: TestDatabase, workspaceId: string, sessionId: string) {
  return await db.prisma.episode.findUniqueOrThrow({
    where: { workspaceId_sessionId: { workspaceId, sessionId } },
    include: {
      topics: { orderBy: { position: "asc" } },
      cameras: { orderBy: { position: "asc" }, include: { video: true } },
      segments: { orderBy: { part: "asc" } },
    },
  });
}
