import type { Config } from "@retake/core/config";
import { inspectDataset, listFolders } from "@retake/importer/inspect";
import type { DatasetSources } from "@retake/trpc/context";

/** A look is metadata only; a hub that needs longer for that is not answering. */
const INSPECT_MS_MAX = 60_000;

/** Datasets on the server's disk and on the hub, as far as the operator allows. */
export function createDatasetSources(config: Pick<Config, "hub" | "importRoots">): DatasetSources {
  const { hub, importRoots } = config;
  return {
    inspect: (request) =>
      inspectDataset({ ...request, hub, importRoots, signal: AbortSignal.timeout(INSPECT_MS_MAX) }),
    folders: (path) => listFolders(path, { roots: importRoots, hub }),
  };
}
