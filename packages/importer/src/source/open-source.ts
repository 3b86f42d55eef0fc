import type { Config } from "@retake/core/config";
import type { DatasetFiles } from "./dataset-files.ts";
import { parseDatasetRef } from "./dataset-ref.ts";
import { openFolder } from "./folder-source.ts";
import { openHub } from "./hub-source.ts";

export interface SourceOptions {
  dataset: string;
  revision: string | null;
  hub: Config["hub"];
  /** Use only what was downloaded before. */
  cachedOnly: boolean;
  importRoots: readonly string[] | null;
  signal: AbortSignal;
}

/** The files of whatever a request names. @throws AppError `path_refused`, `bad_request`, `not_found`, `source_unreachable`… */
export async function openSource(options: SourceOptions): Promise<DatasetFiles> {
  const ref = parseDatasetRef(options.dataset);
  if (ref.kind === "folder") return await openFolder(ref.path, options.importRoots);
  return await openHub(ref.id, options);
}
