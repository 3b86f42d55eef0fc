import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { readConfig } from "@retake/core/config";
import { assert } from "@retake/core/errors";
import type { Db } from "@retake/db";
import { type Credentials, bootstrap } from "@retake/db/bootstrap";
import { createImportQueue } from "@retake/db/jobs";
import type { IngestService, IngestServiceOptions } from "@retake/ingest/service";
import type { ObjectStore } from "@retake/telemetry/object-store";
import { type FinishedImport, importFolder } from "./import-folder.ts";
import { ingestUrlOf } from "./ingest-url.ts";
import { startTestDatabase } from "./test-database.ts";

export interface HouseOptions {
  /** Further environment variables, as an operator would set them. */
  env?: Record<string, string>;
  /** Where Next listens, for stories that need pages. */
  nextUrl?: string | null;
  /** Without a worker imports stay in the queue. */
  worker?: boolean;
  /** Whether the worker also makes episodes findable: off, as it costs a core whatever a test is about. */
  indexing?: boolean;
  /** The robots' door, in this process. */
  ingest?: true | HouseIngestOptions;
}

export type HouseIngestOptions = Pick<
  IngestServiceOptions,
  "clock" | "limits" | "logOptions" | "pull" | "socketLimits"
>;

/** Front and worker in this process, on a free port, over a database and a folder of their own. */
export interface House extends AsyncDisposable {
  url: string;
  /** `ws://…/ws/ingest`; empty without `ingest`. */
  ingestUrl: string;
  ingest: IngestService | null;
  /** Of the first robot. */
  robotToken: string;
  db: Db;
  store: ObjectStore;
  dataDir: string;
  workspace: { id: string; slug: string };
  /** The first owner and the first tokens, as in `credentials.json`. */
  credentials: Credentials;
  /** A request with the owner's API token; `path` begins with a slash. */
  fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** Imports a folder through the queue and waits for the end. */
  importFolder: (folder: string) => Promise<FinishedImport>;
  close: () => Promise<void>;
}

/** The whole house without pages; everything it opened is gone after `close`. */
export async function startHouse(options: HouseOptions = {}): Promise<House> {
  // Loaded when needed: a test that only wants a database does not pay for the whole product.
  const [{ createFront }, { createWorker }, { openObjectStore }] = await Promise.all([
    import("@retake/web/streams"),
    import("@retake/ingest/worker"),
    import("@retake/telemetry/object-store"),
  ]);
  const database = await startTestDatabase();
  const { db } = database;
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "retake-house-"));
  const config = readConfig({
    AUTH_SECRET: "a secret of this test house, and of no other one",
    LOG_LEVEL: "error",
    ...options.env,
    PORT: "0",
    RETAKE_DATA_DIR: dataDir,
    STORAGE_URL: `file:${dataDir}/store`,
    DATABASE_URL: database.url,
  });
  const { authSecret, databaseUrl } = config;
  assert(authSecret !== null && databaseUrl !== null, "both were just set");
  const store = openObjectStore(config.storageUrl);
  const front = createFront(
    { ...config, authSecret, databaseUrl, nextUrl: options.nextUrl ?? null },
    { db, store },
  );
  const { url } = await front.start();
  const { ingest, ingestUrl } = await startHouseIngest(options.ingest, { databaseUrl, dataDir });
  const { credentials } = await bootstrap(db, { dataDir, webUrl: url, ingestUrl: ingestUrl || url });
  assert(credentials !== null, "a fresh database gets an owner");
  const workspace = await db.prisma.workspace.findUniqueOrThrow({ where: { slug: credentials.workspace } });
  const worker =
    options.worker === false
      ? null
      : createWorker({ db, store, config, log: quietLog(), indexing: options.indexing ?? false });
  await worker?.start();
  const queue = createImportQueue(db);

  let closing: Promise<void> | undefined;
  const shutDown = async (): Promise<void> => {
    await ingest?.stop();
    await worker?.stop();
    await queue.close();
    await front.stop();
    await database.close();
    fs.rmSync(dataDir, { recursive: true, force: true });
  };
  const close = (): Promise<void> => (closing ??= shutDown());
  return {
    url,
    ingestUrl,
    ingest,
    robotToken: credentials.robotToken,
    db,
    store,
    dataDir,
    workspace,
    credentials,
    fetch(to, init = {}) {
      const headers = new Headers(init.headers);
      if (!headers.has("authorization")) headers.set("authorization", `Bearer ${credentials.apiToken}`);
      return fetch(url + to, { ...init, headers });
    },
    importFolder: (folder) => importFolder(db, queue, workspace.id, folder),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function startHouseIngest(
  options: HouseOptions["ingest"],
  { databaseUrl, dataDir }: { databaseUrl: string; dataDir: string },
): Promise<{ ingest: IngestService | null; ingestUrl: string }> {
  if (options === undefined) return { ingest: null, ingestUrl: "" };
  const [{ createIngestService }, { createDb }] = await Promise.all([
    import("@retake/ingest/service"),
    import("@retake/db"),
  ]);
  const ingest = createIngestService({
    ...(options === true ? {} : options),
    host: "127.0.0.1",
    port: 0,
    version: "test",
    db: createDb(databaseUrl, { connectionsMax: 5 }),
    dataDir,
    log: quietLog(),
  });
  return { ingest, ingestUrl: ingestUrlOf(await ingest.start()) };
}

/** Errors of the worker belong to the test's output; the rest would drown it. */
function quietLog() {
  const silent = (): void => undefined;
  const error = (event: string, fields: object = {}): void =>
    void process.stderr.write(`${event} ${JSON.stringify(fields)}\n`);
  return { error, warn: silent, info: silent, debug: silent };
}
