import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { readConfig } from "@retake/core/config";
import { createDb, type Db } from "@retake/db";
import { bootstrap } from "@retake/db/bootstrap";
import { installJobs } from "@retake/db/jobs";
import { startLocalPostgres } from "@retake/db/local-postgres";
import { migrate } from "@retake/db/migrate";
import { importDataset } from "@retake/importer/import-dataset";
import { openObjectStore, type ObjectStore } from "@retake/telemetry/object-store";
import type { WorkspaceAccess } from "@retake/trpc/actor";

/** Our side without its servers: Postgres, object store, first owner. */
export interface House {
  db: Db;
  store: ObjectStore;
  workspace: WorkspaceAccess;
  apiToken: string;
  /** What a process of ours reads from its environment. */
  env: Record<string, string>;
  importFolder(folder: string, episodes: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * A house in a folder of its own, opened as `npm run up` opens one.
 * @param databaseUrl an empty, migrated database; without it a Postgres of its own is started
 */
export async function openHouse(folder: string, databaseUrl?: string): Promise<House> {
  const dataDir = path.join(folder, "data");
  fs.mkdirSync(dataDir, { recursive: true });
  const own =
    databaseUrl === undefined ? await startLocalPostgres({ dir: path.join(folder, "postgres") }) : null;
  const url = own?.url ?? databaseUrl ?? "";
  await migrate(url);
  const db = createDb(url);
  await installJobs(db);
  const urls = { webUrl: "http://127.0.0.1:0", ingestUrl: "http://127.0.0.1:0" };
  const { credentials } = await bootstrap(db, { dataDir, ...urls });
  if (credentials === null) throw new Error("a new house has credentials");
  const found = await db.prisma.workspace.findUniqueOrThrow({ where: { slug: credentials.workspace } });
  const env = {
    DATABASE_URL: url,
    RETAKE_DATA_DIR: dataDir,
    STORAGE_URL: `file:${path.join(dataDir, "store")}`,
    AUTH_SECRET: randomBytes(36).toString("base64"),
    LOG_LEVEL: "warn",
  };
  const config = readConfig(env);
  const store = openObjectStore(config.storageUrl);
  return {
    db,
    store,
    workspace: { id: found.id, slug: found.slug, name: found.name, role: "viewer" },
    apiToken: credentials.apiToken,
    env,
    async importFolder(dataset, episodes) {
      const request = { dataset, episodes };
      await importDataset({ db, store, workspaceId: found.id, request, hub: config.hub, importRoots: null });
    },
    async close() {
      await db.close();
      await own?.stop();
    },
  };
}
