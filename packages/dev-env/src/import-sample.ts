import path from "node:path";
import type { Db } from "@retake/db";
import type { ObjectStore } from "@retake/telemetry/object-store";

/** The bundled dataset. */
export const SAMPLE_FOLDER = path.resolve(import.meta.dirname, "../../importer/sample/retake-sample");

/** Imports a dataset's first episodes without a queue or a worker. */
export async function importSample(
  { db, store }: { db: Db; store: ObjectStore },
  workspaceId: string,
  { episodes, folder = SAMPLE_FOLDER }: { episodes?: number; folder?: string } = {},
): Promise<void> {
  // Loaded when needed: a test that only wants a database does not pay for the importer.
  const { importDataset } = await import("@retake/importer/import-dataset");
  await importDataset({
    db,
    store,
    workspaceId,
    request: { dataset: folder, ...(episodes === undefined ? {} : { episodes }) },
    hub: { token: null, endpoint: "http://127.0.0.1:9", home: null, lerobotHome: null, offline: true },
    importRoots: null,
  });
}
