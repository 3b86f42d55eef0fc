import { mkdir, readdir, readFile, realpath, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { Config } from "@retake/core/config";

/**
 * The Hugging Face cache on this machine, in the layout that its Python library uses, so that both share what either
 * fetched: `datasets--org--name/{blobs/<etag>, refs/<revision>, snapshots/<commit>/<path> → ../../blobs/<etag>}`.
 */
export interface RepoCache {
  root: string;
  blob(etag: string): string;
  snapshot(commit: string): string;
}

/** `HF_HOME`, `HF_LEROBOT_HOME` and their defaults. */
export function hubFolders(hub: Config["hub"]): { lerobotHome: string; hubCaches: string[] } {
  const home = hub.home ?? join(homedir(), ".cache", "huggingface");
  const lerobotHome = hub.lerobotHome ?? join(home, "lerobot");
  const shared = join(home, "hub");
  const own = join(lerobotHome, "hub");
  return { lerobotHome, hubCaches: hub.lerobotHome === null ? [shared, own] : [own, shared] };
}

export function repoCache(hubCache: string, id: string): RepoCache {
  const root = join(hubCache, `datasets--${id.replaceAll("/", "--")}`);
  return {
    root,
    blob: (etag) => join(root, "blobs", etag),
    snapshot: (commit) => join(root, "snapshots", commit),
  };
}

/** Where a dataset lies that was fetched before, and the folder its links stay inside of; null when there is none. */
export async function findCached(
  hub: Config["hub"],
  id: string,
  revision: string | null,
): Promise<{ root: string; container: string; revision: string | null } | null> {
  const { lerobotHome, hubCaches } = hubFolders(hub);
  const plain = join(lerobotHome, id);
  if (revision === null && (await isFolder(join(plain, "meta")))) {
    const root = await realpath(plain);
    return { root, container: root, revision: null };
  }
  for (const hubCache of hubCaches) {
    const cache = repoCache(hubCache, id);
    const commit = await cachedCommit(cache, revision);
    if (commit === null) continue;
    const root = await realpath(cache.snapshot(commit));
    return { root, container: await realpath(cache.root), revision: commit };
  }
  return null;
}

/** The commit that a revision stood for when it was fetched, or the newest one there is. */
export async function cachedCommit(cache: RepoCache, revision: string | null): Promise<string | null> {
  const named = await readFile(join(cache.root, "refs", revision ?? "main"), "utf8").catch(() => null);
  for (const commit of [named?.trim(), revision]) {
    if (commit !== null && commit !== undefined && commit !== "" && !commit.includes("..")) {
      if (await isFolder(cache.snapshot(commit))) return commit;
    }
  }
  if (revision !== null) return null;
  const commits = await readdir(join(cache.root, "snapshots")).catch(() => []);
  const dated = await Promise.all(
    commits.map(async (commit) => ({ commit, time: (await stat(cache.snapshot(commit))).mtimeMs })),
  );
  return dated.toSorted((a, b) => b.time - a.time)[0]?.commit ?? null;
}

export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

/** Remembers which commit a revision stood for. */
export async function writeRef(cache: RepoCache, revision: string, commit: string): Promise<void> {
  const path = join(cache.root, "refs", revision);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.${process.pid}.tmp`, commit);
  await rename(`${path}.${process.pid}.tmp`, path);
}

/** Puts a fetched file under its own name into the snapshot. */
export async function linkIntoSnapshot(
  cache: RepoCache,
  commit: string,
  path: string,
  etag: string,
): Promise<void> {
  const link = join(cache.snapshot(commit), path);
  const target = relative(dirname(link), cache.blob(etag));
  await mkdir(dirname(link), { recursive: true });
  const temporary = `${link}.${process.pid}.tmp`;
  await rm(temporary, { force: true });
  await symlink(target, temporary);
  await rename(temporary, link);
}
