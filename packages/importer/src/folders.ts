import { readdir, realpath, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import type { Config } from "@retake/core/config";
import { AppError } from "@retake/core/errors";
import { containedRealPath, isInside } from "./source/contained-path.ts";
import { hubFolders } from "./source/hub-cache.ts";

export interface ListedFolder {
  name: string;
  path: string;
  isDataset: boolean;
}

export interface FolderList {
  /** Empty where the folders are several roots, which no one folder holds. */
  path: string;
  /** Null at the top of what may be seen. */
  parent: string | null;
  folders: ListedFolder[];
  /** Folders people often look for, of those that exist and may be seen; only with the first list. */
  shortcuts: ListedFolder[];
}

export interface FolderOptions {
  /** The folders imports are allowed from; null allows everything the process can read. */
  roots: readonly string[] | null;
  hub: Config["hub"];
  /** The person's home folder, where it is not the process's. */
  home?: string;
}

const FOLDERS_MAX = 2_000;

/**
 * The folders inside of one, for choosing a dataset; those that look like one are marked.
 * @param path absolute; null begins where a person would look: at the allowed roots, or where everything is allowed at the home
 * folder, or at `/` when there is nothing to see at home
 * @throws AppError `path_refused`, `not_found`
 */
export async function listFolders(path: string | null, options: FolderOptions): Promise<FolderList> {
  const { roots } = options;
  if (path !== null) return await listInside(path, roots);
  return { ...(await listFirst(options)), shortcuts: await findShortcuts(options) };
}

async function listFirst({ roots, home = homedir() }: FolderOptions): Promise<FolderList> {
  if (roots !== null)
    return await (roots[0] === undefined || roots.length > 1
      ? listRoots(roots)
      : listInside(roots[0], roots));
  const atHome = await listInside(home, null).catch(() => null);
  return atHome === null || atHome.folders.length === 0 ? await listInside("/", null) : atHome;
}

async function findShortcuts({ roots, hub }: FolderOptions): Promise<ListedFolder[]> {
  const path = await containedRealPath(hubFolders(hub).lerobotHome, roots).catch(() => null);
  if (path === null || !(await stat(path)).isDirectory()) return [];
  return [await describe("LeRobot datasets on this machine", path)];
}

async function listInside(wanted: string, roots: readonly string[] | null): Promise<FolderList> {
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
    shortcuts: [],
  };
}

async function listRoots(roots: readonly string[]): Promise<FolderList> {
  const real = await Promise.all(roots.map((root) => realpath(root).catch(() => null)));
  const present = real.filter((root) => root !== null);
  const folders = await Promise.all(present.map((root) => describe(root, root)));
  return { path: "", parent: null, folders, shortcuts: [] };
}

async function parentOf(path: string, roots: readonly string[] | null): Promise<string | null> {
  const parent = dirname(path);
  if (parent === path) return null;
  if (roots === null) return parent;
  const real = await Promise.all(roots.map((root) => realpath(root).catch(() => null)));
  return real.some((root) => root !== null && isInside(root, parent)) ? parent : null;
}

async function describe(name: string, path: string): Promise<ListedFolder> {
  const has = async (...parts: string[]): Promise<boolean> =>
    (await stat(join(path, ...parts)).catch(() => null)) !== null;
  const isDataset = (await has("meta", "info.json")) || ((await has("meta")) && (await has("data")));
  return { name, path, isDataset };
}
