import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { AppError } from "@retake/core/errors";
import { containedRealPath } from "./contained-path.ts";
import type { DatasetFiles } from "./dataset-files.ts";
import { asHubFolder } from "./hub-folder.ts";
import { listFiles } from "./list-files.ts";

/**
 * A dataset in a folder of this machine.
 * @param roots the folders imports are allowed from; null allows all
 * @throws AppError `path_refused`, `not_found`, `bad_request` when it is no folder
 */
export async function openFolder(path: string, roots: readonly string[] | null): Promise<DatasetFiles> {
  const root = await containedRealPath(path, roots);
  if (!(await stat(root)).isDirectory()) throw new AppError("path_refused", "This path is not a folder.");
  const hub = await asHubFolder(root);
  if (hub !== null && (await isAllowed(hub.container, roots))) {
    const { id, container, revision } = hub;
    const sourceKey = `folder:${container}`;
    return await openLocalFiles(hub.root, container, { name: id, sourceKey, revision });
  }
  return await openLocalFiles(root, root, {
    name: basename(root),
    sourceKey: `folder:${root}`,
    revision: null,
  });
}

async function isAllowed(path: string, roots: readonly string[] | null): Promise<boolean> {
  return await containedRealPath(path, roots).then(
    () => true,
    () => false,
  );
}

/** @param container the folder that links may not leave: the dataset itself, or the hub cache that holds its files */
export async function openLocalFiles(
  root: string,
  container: string,
  named: Pick<DatasetFiles, "name" | "sourceKey" | "revision">,
): Promise<DatasetFiles> {
  const { sizes, refused } = await listFiles(root, container);
  return {
    ...named,
    sizes,
    refused,
    fetch: () => Promise.resolve(new Map<string, string>()),
    realPath: (file) => containedRealPath(join(root, file), [container]),
  };
}
