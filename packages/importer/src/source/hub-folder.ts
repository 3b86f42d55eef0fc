import { basename, dirname } from "node:path";
import { cachedCommit, isFolder, repoCache } from "./hub-cache.ts";

export interface HubFolder {
  id: string;
  /** The snapshot: names that are links into the repository's blobs. */
  root: string;
  /** The repository's own folder, which its links stay inside of. */
  container: string;
  revision: string;
}

const REPO_FOLDER = /^datasets--([^-].*?)--(.+)$/;

/**
 * Whether a folder is one of the Hugging Face cache, where people find what Python downloaded for them: a snapshot, or the
 * repository's folder, which stands for what its `main` points to.
 * @param path a real path
 */
export async function asHubFolder(path: string): Promise<HubFolder | null> {
  const isSnapshot = basename(dirname(path)) === "snapshots";
  const container = isSnapshot ? dirname(dirname(path)) : path;
  const named = REPO_FOLDER.exec(basename(container));
  if (named === null) return null;
  const id = `${named[1]}/${named[2]}`;
  const cache = repoCache(dirname(container), id);
  if (cache.root !== container) return null;
  const revision = isSnapshot ? basename(path) : await cachedCommit(cache, null);
  if (revision === null || !(await isFolder(cache.snapshot(revision)))) return null;
  return { id, root: cache.snapshot(revision), container, revision };
}
