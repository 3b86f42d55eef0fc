import { realpath } from "node:fs/promises";
import { isAbsolute, relative, sep } from "node:path";
import { AppError } from "@retake/core/errors";

/** Whether `path` is `root` or lies in it. Both must be real paths: no links, no `..`. */
export function isInside(root: string, path: string): boolean {
  const rest = relative(root, path);
  return rest === "" || (!isAbsolute(rest) && rest !== ".." && !rest.startsWith(`..${sep}`));
}

/**
 * The real path of something, held against the folders it may lie in.
 * @param roots null allows everything the process can read
 * @throws AppError `path_refused` outside of the roots, `not_found` when it is not there
 */
export async function containedRealPath(path: string, roots: readonly string[] | null): Promise<string> {
  const real = await realpath(path).catch((cause: unknown) => {
    throw new AppError("not_found", "This folder or file was not found, or may not be read.", {
      cause,
      detail: path,
    });
  });
  if (roots === null) return real;
  for (const root of roots) {
    const realRoot = await realpath(root).catch(() => null);
    if (realRoot !== null && isInside(realRoot, real)) return real;
  }
  throw new AppError("path_refused", "This folder is outside of those that imports are allowed from.", {
    detail: real,
  });
}
