import type { Config } from "@retake/core/config";
import { AppError } from "@retake/core/errors";
import type { DatasetSources } from "@retake/trpc/context";
import { listFolders } from "./list-folders.ts";

/** Datasets on the server's disk and on the hub, as far as the operator allows. */
export function createDatasetSources(config: Pick<Config, "hub" | "importRoots">): DatasetSources {
  return {
    inspect: () => Promise.reject(new AppError("unavailable", "Datasets cannot be looked into here.")),
    folders: (path) => listFolders(path, config.importRoots),
  };
}
