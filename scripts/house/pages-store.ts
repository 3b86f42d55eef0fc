import fs from "node:fs";
import path from "node:path";
import { isAlive, processStamp } from "@retake/db/local-postgres";

/** Last builds that are kept, whether served or not. */
const KEPT = 2;
const BUILD = /^[0-9a-f]{16}$/;

/** A folder for each build of the pages, named for the hash of its sources. */
export interface PagesStore {
  /** The build of these sources, marked as used for as long as this process lives; null when there is none. */
  find: (hash: string) => string | null;
  /**
   * Moves a finished build in, in one step, and removes all but the last ones and those that living houses serve.
   * @returns its folder, marked as used. Runs under the lock of the build.
   */
  publish: (built: string, hash: string) => string;
}

/** Of a folder that a store gave. */
export const serverOf = (pages: string): string => path.join(pages, "apps/web/server.js");

export function openPagesStore(folder: string): PagesStore {
  /** Holds `<hash>.<pid>` for each house. Every user may add to it and remove their own, as in /tmp. */
  const used = path.join(folder, "used");
  const marks = new Set<string>();
  const whole = (hash: string): boolean => fs.existsSync(serverOf(path.join(folder, hash)));

  function markUsed(hash: string): void {
    const mark = path.join(used, `${hash}.${process.pid}`);
    if (marks.size === 0) {
      process.once("exit", () => marks.forEach((file) => fs.rmSync(file, { force: true })));
    }
    try {
      if (!fs.existsSync(used)) {
        fs.mkdirSync(used, { recursive: true });
        fs.chmodSync(used, 0o1777);
      }
      fs.writeFileSync(mark, processStamp(process.pid) ?? "");
      marks.add(mark);
    } catch (error) {
      // Nothing can be removed either where nothing can be written.
      if (!["EACCES", "EPERM", "EROFS"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    }
  }

  function prune(): void {
    const age = (name: string): number => fs.statSync(path.join(folder, name)).mtimeMs;
    const builds = fs.readdirSync(folder).filter((name) => BUILD.test(name));
    for (const hash of builds.toSorted((a, b) => age(b) - age(a)).slice(KEPT)) {
      if (isUsed(used, hash)) continue;
      const aside = path.join(folder, `${hash}.removed`);
      fs.renameSync(path.join(folder, hash), aside);
      // A house that began to use it just now finds it again.
      if (isUsed(used, hash)) fs.renameSync(aside, path.join(folder, hash));
      else fs.rmSync(aside, { recursive: true, force: true });
    }
  }

  return {
    find(hash) {
      if (!whole(hash)) return null;
      markUsed(hash);
      // It may have been removed before the mark was there.
      return whole(hash) ? path.join(folder, hash) : null;
    },
    publish(built, hash) {
      const pages = path.join(folder, hash);
      fs.rmSync(pages, { recursive: true, force: true });
      fs.renameSync(built, pages);
      const now = new Date();
      fs.utimesSync(pages, now, now);
      markUsed(hash);
      prune();
      return pages;
    },
  };
}

function isUsed(used: string, hash: string): boolean {
  const marks = fs.readdirSync(used).filter((name) => name.startsWith(`${hash}.`));
  return marks.some((name) => isAlive(fs.readFileSync(path.join(used, name), "utf8")));
}
