import { readdir, stat } from "node:fs/promises";
import * as path from "node:path";
import type { ObjectInfo } from "./object-store.ts";
import { hasFsCode } from "./translate-fs-error.ts";

/** Walks only the folders that can hold keys beginning with `prefix`, in order of key (by UTF-16 code unit, keys are ASCII). */
export async function* listFolder(root: string, prefix: string, folder = ""): AsyncGenerator<ObjectInfo> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
    if (hasFsCode(error, "ENOENT", "ENOTDIR")) return [];
    throw error;
  });
  const names = entries
    .filter((entry) => !entry.name.startsWith(".") && (entry.isFile() || entry.isDirectory()))
    // A folder's keys go on with "/", so it sorts as if that were part of its name.
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .sort((a, b) => (a < b ? -1 : 1));
  for (const name of names) {
    const key = folder + name;
    if (name.endsWith("/")) {
      if (key.startsWith(prefix) || prefix.startsWith(key)) yield* listFolder(root, prefix, key);
    } else if (key.startsWith(prefix)) {
      const found = await stat(path.join(root, key)).catch(() => null);
      if (found !== null) yield { key, bytes: found.size };
    }
  }
}
