import { access, readdir, realpath } from "node:fs/promises";
import { homedir } from "node:os";
import * as path from "node:path";
import { AppError } from "@retake/core/errors";
import type { FolderListing } from "@retake/trpc/context";

/** A picker is of no use with more. */
const FOLDERS_MAX = 1_000;

/**
 * The folders inside a folder, links followed before anything is compared. Without a path: the roots, or where a person would begin.
 * @param roots folders an import may come from; null allows every folder
 * @throws AppError `path_refused` outside of the roots, `not_found`
 */
export async function listFolders(
  asked: string | null,
  roots: readonly string[] | null,
): Promise<FolderListing> {
  const allowed = roots === null ? null : await realRoots(roots);
  if (asked === null && allowed !== null && allowed.length !== 1) {
    const folders = await Promise.all(allowed.map(async (root) => describe(root, root)));
    return { path: "", parent: null, folders };
  }
  const folder = await realFolder(expand(asked ?? allowed?.[0] ?? homedir()));
  if (!isAllowed(folder, allowed)) {
    throw new AppError(
      "path_refused",
      "Imports may not come from this folder. RETAKE_IMPORT_ROOTS names those they may.",
    );
  }
  const parent = path.dirname(folder);
  const names = await subfolders(folder);
  const folders = await Promise.all(names.map((name) => describe(name, path.join(folder, name))));
  return { path: folder, parent: parent !== folder && isAllowed(parent, allowed) ? parent : null, folders };
}

async function realRoots(roots: readonly string[]): Promise<string[]> {
  const found = await Promise.all(roots.map((root) => realpath(expand(root)).catch(() => null)));
  return found.filter((root) => root !== null);
}

async function realFolder(folder: string): Promise<string> {
  if (folder.includes("\0")) throw new AppError("path_refused", "That is no folder's name.");
  return await realpath(folder).catch(() => {
    throw new AppError("not_found", `There is no folder ${folder}.`);
  });
}

async function subfolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => {
    throw new AppError("path_refused", `${folder} is no folder that this server may read.`);
  });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .toSorted((a, b) => a.localeCompare(b))
    .slice(0, FOLDERS_MAX);
}

async function describe(name: string, folder: string): Promise<FolderListing["folders"][number]> {
  const isDataset = await access(path.join(folder, "meta", "info.json")).then(
    () => true,
    () => false,
  );
  return { name, path: folder, isDataset };
}

function isAllowed(folder: string, roots: readonly string[] | null): boolean {
  return (
    roots === null ||
    roots.some(
      (root) => folder === root || folder.startsWith(root.endsWith(path.sep) ? root : root + path.sep),
    )
  );
}

function expand(folder: string): string {
  return path.resolve(folder === "~" || folder.startsWith("~/") ? homedir() + folder.slice(1) : folder);
}
