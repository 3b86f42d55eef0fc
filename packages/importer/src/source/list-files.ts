import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "@retake/core/errors";
import { isInside } from "./contained-path.ts";

export interface FileList {
  sizes: Map<string, number>;
  refused: Map<string, string>;
}

/** Five cameras of 200,000 episodes. */
const FILES_MAX = 2_000_000;
const DEPTH_MAX = 12;
/** Leftovers of a recorder, one picture per frame; never part of the dataset. */
const SKIPPED_FOLDERS = new Set(["images"]);

/**
 * Every regular file under a real path. Links are followed only where they end inside of `container`; what leaves it,
 * and what is no file (pipes, devices), is not opened.
 * @throws AppError `too_large`
 */
export async function listFiles(root: string, container: string): Promise<FileList> {
  const list: FileList = { sizes: new Map(), refused: new Map() };
  await walk(root, "", container, list, 0);
  return list;
}

async function walk(
  root: string,
  folder: string,
  container: string,
  list: FileList,
  depth: number,
): Promise<void> {
  if (depth > DEPTH_MAX) return;
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isSymbolicLink()) await followLink(root, path, container, list, depth);
    else if (entry.isDirectory()) {
      if (depth > 0 || !SKIPPED_FOLDERS.has(entry.name)) await walk(root, path, container, list, depth + 1);
    } else if (entry.isFile()) list.sizes.set(path, (await stat(join(root, path))).size);
    if (list.sizes.size > FILES_MAX)
      throw new AppError("too_large", `This folder holds more than ${FILES_MAX} files.`);
  }
}

async function followLink(
  root: string,
  path: string,
  container: string,
  list: FileList,
  depth: number,
): Promise<void> {
  const real = await realpath(join(root, path)).catch(() => null);
  if (real === null) return void list.refused.set(path, "is a symbolic link to nothing");
  if (!isInside(container, real)) {
    return void list.refused.set(
      path,
      "is a symbolic link that leaves the dataset; links like that are not followed",
    );
  }
  const found = await stat(real);
  if (found.isFile()) list.sizes.set(path, found.size);
  // A linked folder could lead in circles; depth ends that.
  else if (found.isDirectory()) await walk(root, path, container, list, depth + 1);
}
