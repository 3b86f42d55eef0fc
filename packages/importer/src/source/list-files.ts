import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "@retake/core/errors";
import { isInside } from "./contained-path.ts";

export interface FileList {
  sizes: Map<string, number>;
  /** Files and folders that are not read, with the reason in words. */
  refused: Map<string, string>;
}

/** Five cameras of 200,000 episodes. */
const FILES_MAX = 2_000_000;
const DEPTH_MAX = 12;
/** Without circles a few links to folders with links in them still name more paths than can ever be walked. */
const LINKED_FOLDERS_MAX = 4_000;
/** Leftovers of a recorder, one picture per frame; never part of the dataset. */
const SKIPPED_FOLDERS = new Set(["images"]);

/**
 * Every regular file under a real path. Links are followed only where they end inside of `container` and not in a
 * folder that holds them; what leaves it, and what is no file (pipes, devices), is not opened.
 * @throws AppError `too_large`
 */
export async function listFiles(root: string, container: string): Promise<FileList> {
  const walk = new FolderWalk(root, container);
  await walk.folder("", [root]);
  return walk;
}

class FolderWalk implements FileList {
  readonly sizes = new Map<string, number>();
  readonly refused = new Map<string, string>();
  readonly #root: string;
  readonly #container: string;
  #linkedFolders = 0;

  constructor(root: string, container: string) {
    this.#root = root;
    this.#container = container;
  }

  /** @param open the real paths of this folder and of all that the walk came through */
  async folder(folder: string, open: readonly string[]): Promise<void> {
    if (open.length > DEPTH_MAX + 1) return;
    const entries = await readdir(join(this.#root, folder), { withFileTypes: true }).catch(() => null);
    if (entries === null) return void this.refused.set(folder, "is a folder that may not be read");
    for (const entry of entries) {
      if (entry.name.startsWith(".")) continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isSymbolicLink()) await this.#link(path, open);
      else if (entry.isDirectory()) {
        if (folder !== "" || !SKIPPED_FOLDERS.has(entry.name))
          await this.folder(path, [...open, join(open.at(-1) ?? "", entry.name)]);
      } else if (entry.isFile()) await this.#file(path);
    }
  }

  async #file(path: string): Promise<void> {
    const found = await stat(join(this.#root, path)).catch(() => null);
    if (found !== null) this.sizes.set(path, found.size);
    if (this.sizes.size > FILES_MAX)
      throw new AppError("too_large", `This folder holds more than ${FILES_MAX} files.`);
  }

  async #link(path: string, open: readonly string[]): Promise<void> {
    const real = await realpath(join(this.#root, path)).catch(() => null);
    if (real === null) return void this.refused.set(path, "is a symbolic link to nothing");
    if (!isInside(this.#container, real)) {
      return void this.refused.set(
        path,
        "is a symbolic link that leaves the dataset; links like that are not followed",
      );
    }
    const found = await stat(real);
    if (found.isFile()) return void this.sizes.set(path, found.size);
    if (!found.isDirectory()) return;
    if (open.includes(real)) return void this.refused.set(path, "is a symbolic link that leads in a circle");
    if (++this.#linkedFolders > LINKED_FOLDERS_MAX)
      throw new AppError(
        "too_large",
        `This folder holds more than ${LINKED_FOLDERS_MAX} links to other folders.`,
      );
    await this.folder(path, [...open, real]);
  }
}
