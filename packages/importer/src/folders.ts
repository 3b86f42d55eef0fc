import { readdir, realpath, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { AppError } from "@retake/core/errors";
import { containedRealPath, isInside } from "./source/contained-path.ts";

export interface FolderList {
  path: string;
  /** Null at the top of what may be seen. */
  parent: string | null;
  folders: { name: string; path: string; isDataset: boolean }[];
}

const FOLDERS_MAX = 2_000;

/**
 * The folders inside of one, for choosing a dataset; those that look like one are marked.
 * @param path absolute; null begins at the allowed roots, or at the home folder where everything is allowed
 * @throws AppError `path_refused`, `not_found`
 */
export async function listFolders(path: string | null, roots: readonly string[] | null): Promise<FolderList> {
  if (path === null && roots !== null && roots.length !== 1) return await listRoots(roots);
  const wanted = path ?? roots?.[0] ?? homedir();
  if (!isAbsolute(wanted) || wanted.includes("\0") || wanted.split("/").includes("..")) {
    throw new AppError("path_refused", "A folder is named by its absolute path, without `..`.");
  }
  const real = await containedRealPath(wanted, roots);
  const entries = await readdir(real, { withFileTypes: true }).catch((cause: unknown) => {
    throw new AppError("not_found", "This folder cannot be read.", { cause, detail: real });
  });
  const names = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name);
  const shown = names.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true })).slice(0, FOLDERS_MAX);
  return {
    path: real,
    parent: await parentOf(real, roots),
    folders: await Promise.all(shown.map(async (name) => describe(name, join(real, name)))),
  };
}

async function listRoots(roots: readonly string[]): Promise<FolderList> {
  const real = await Promise.all(roots.map((root) => realpath(root).catch(() => null)));
  const present = real.filter((root) => root !== null);
  return { path: "", parent: null, folders: await Promise.all(present.map((root) => describe(root, root))) };
}

async function parentOf(path: string, roots: readonly string[] | null): Promise<string | null> {
  const parent = dirname(path);
  if (parent === path) return null;
  if (roots === null) return parent;
  const real = await Promise.all(roots.map((root) => realpath(root).catch(() => null)));
  return real.some((root) => root !== null && isInside(root, parent)) ? parent : null;
}

async function describe(name: string, path: string): Promise<FolderList["folders"][number]> {
  const has = async (...parts: string[]): Promise<boolean> =>
    (await stat(join(path, ...parts)).catch(() => null)) !== null;
  const isDataset = (await has("meta", "info.json")) || ((await has("meta")) && (await has("data")));
  return { name, path, isDataset };
}
