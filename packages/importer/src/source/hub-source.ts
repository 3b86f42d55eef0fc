import { datasetInfo, HubApiError, listFiles } from "@huggingface/hub";
import { join } from "node:path";
import { AppError } from "@retake/core/errors";
import { describeFault, isOurFault } from "../layout/describe-fault.ts";
import { containedRealPath } from "./contained-path.ts";
import type { DatasetFiles, FetchWatch } from "./dataset-files.ts";
import { downloadFile } from "./download-file.ts";
import { openLocalFiles } from "./folder-source.ts";
import {
  findCached,
  hubFolders,
  linkIntoSnapshot,
  type RepoCache,
  repoCache,
  writeRef,
} from "./hub-cache.ts";
import { createHubFetch, type Fetch } from "./hub-fetch.ts";
import type { SourceOptions } from "./open-source.ts";

interface HubFile {
  size: number;
  etag: string;
}

interface HubRepo {
  id: string;
  endpoint: string;
  commit: string;
  headers: Record<string, string>;
  cache: RepoCache;
  entries: Map<string, HubFile>;
  fetcher: Fetch;
}

const FILES_MAX = 2_000_000;
const PARALLEL = 4;
const REVISION = /^[A-Za-z0-9][\w.-]*(?:\/[\w.-]+)*$/;

/**
 * A dataset of the Hugging Face hub, or of the server `HF_ENDPOINT` names.
 * @throws AppError `not_found`, `forbidden`, `source_unreachable`, `path_refused`, `bad_request`
 */
export async function openHub(id: string, options: SourceOptions): Promise<DatasetFiles> {
  const { revision, hub } = options;
  if (revision !== null && (!REVISION.test(revision) || revision.includes(".."))) {
    throw new AppError("bad_request", "A revision is a branch, a tag or a commit.");
  }
  return options.cachedOnly
    ? await openCached(id, options)
    : await openOnline(id, revision ?? "main", hub, options.signal);
}

async function openCached(id: string, { hub, revision }: SourceOptions): Promise<DatasetFiles> {
  const found = await findCached(hub, id, revision);
  if (found === null) {
    const { lerobotHome, hubCaches } = hubFolders(hub);
    const places = [join(lerobotHome, id), ...hubCaches].join(", ");
    const message = `${id} was not downloaded before (looked in ${places}). Import it once without --skip-download and HF_HUB_OFFLINE.`;
    throw new AppError("not_found", message);
  }
  return await openLocalFiles(found.root, found.container, {
    name: id,
    sourceKey: `hub:${id}`,
    revision: found.revision,
  });
}

async function openOnline(
  id: string,
  revision: string,
  hub: SourceOptions["hub"],
  signal: AbortSignal,
): Promise<DatasetFiles> {
  const fetcher = createHubFetch(hub.endpoint, signal);
  const endpoint = hub.endpoint.replace(/\/+$/, "");
  const access = {
    hubUrl: endpoint,
    fetch: fetcher,
    ...(hub.token === null ? {} : { accessToken: hub.token }),
  };
  const commit = await findCommit(id, revision, access);
  const cache = repoCache(hubFolders(hub).hubCaches[0] ?? "", id);
  const refused = new Map<string, string>();
  const entries = new Map<string, HubFile>();
  try {
    const repo = { type: "dataset" as const, name: id };
    for await (const entry of listFiles({ repo, recursive: true, revision: commit, ...access })) {
      if (entry.type !== "file") continue;
      const etag = (entry.lfs?.oid ?? entry.oid ?? "").replace(/^sha256:/, "");
      if (!isSafePath(entry.path) || !/^[\w.-]{1,200}$/.test(etag) || !(entry.size >= 0)) {
        refused.set(String(entry.path).slice(0, 200), "has a name that is refused");
      } else entries.set(entry.path, { size: entry.lfs?.size ?? entry.size, etag });
      if (entries.size > FILES_MAX)
        throw new AppError("too_large", `This dataset has more than ${FILES_MAX} files.`);
    }
  } catch (thrown) {
    throw translateHubError(thrown, id, revision);
  }
  await writeRef(cache, revision, commit);
  const headers: Record<string, string> = hub.token === null ? {} : { authorization: `Bearer ${hub.token}` };
  const repo: HubRepo = { id, endpoint, commit, headers, cache, entries, fetcher };
  return {
    name: id,
    sourceKey: `hub:${id}`,
    revision: commit,
    sizes: new Map([...entries].map(([path, { size }]) => [path, size])),
    refused,
    fetch: (paths, watch) => fetchFiles(repo, paths, watch),
    realPath: (path) => containedRealPath(join(cache.snapshot(commit), path), [cache.root]),
  };
}

/** The commit a revision stands for. Servers that speak only the file routes have none: then the name itself is used. */
async function findCommit(
  id: string,
  revision: string,
  access: { hubUrl: string; fetch: Fetch; accessToken?: string },
): Promise<string> {
  try {
    const info = await datasetInfo({ name: id, revision, additionalFields: ["sha"], ...access });
    return /^[0-9a-f]{7,64}$/.test(info.sha ?? "") ? String(info.sha) : revision;
  } catch (thrown) {
    if (thrown instanceof HubApiError && ![401, 403].includes(thrown.statusCode)) return revision;
    if (thrown instanceof SyntaxError || thrown instanceof TypeError) return revision;
    throw translateHubError(thrown, id, revision);
  }
}

/** Fetches files, a few at a time. @returns those that could not be had, with the reason in words */
async function fetchFiles(
  repo: HubRepo,
  paths: readonly string[],
  watch: FetchWatch,
): Promise<Map<string, string>> {
  const failed = new Map<string, string>();
  const wanted = paths.filter((path) => repo.entries.has(path));
  let next = 0;
  let done = 0;
  watch.progress(0, wanted.length);
  const work = async (): Promise<void> => {
    for (let path = wanted[next++]; path !== undefined; path = wanted[next++]) {
      watch.signal.throwIfAborted();
      try {
        await fetchFile(repo, path, watch.signal);
      } catch (thrown) {
        if (isOurFault(thrown) || watch.signal.aborted) throw thrown;
        failed.set(path, describeFault(thrown));
      }
      watch.progress(++done, wanted.length);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return failed;
}

async function fetchFile(repo: HubRepo, path: string, signal: AbortSignal): Promise<void> {
  const { size, etag } = repo.entries.get(path) ?? { size: 0, etag: "" };
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const url = `${repo.endpoint}/datasets/${repo.id}/resolve/${encodeURIComponent(repo.commit)}/${encoded}`;
  await downloadFile(
    repo.fetcher,
    { url, headers: repo.headers, size, etag, path: repo.cache.blob(etag) },
    signal,
  );
  await linkIntoSnapshot(repo.cache, repo.commit, path, etag);
}

function isSafePath(path: unknown): path is string {
  return (
    typeof path === "string" &&
    path.length <= 1_000 &&
    !path.includes("\0") &&
    !path.includes("\\") &&
    path.split("/").every((part) => part !== "" && part !== "." && part !== ".." && part.length <= 255)
  );
}

function translateHubError(thrown: unknown, id: string, revision: string): unknown {
  if (thrown instanceof AppError || (thrown instanceof Error && thrown.name === "AbortError")) return thrown;
  const status = thrown instanceof HubApiError ? thrown.statusCode : 0;
  const options = { cause: thrown };
  if (status === 401 || status === 403) {
    const message = `The hub has no dataset ${id}, or it is private; set HF_TOKEN to a token that may read it.`;
    return new AppError("not_found", message, options);
  }
  if (status === 404)
    return new AppError("not_found", `The hub has no dataset ${id} at revision ${revision}.`, options);
  const said = status === 0 ? "its answer makes no sense" : `it answered ${status}`;
  return new AppError("source_unreachable", `The hub cannot be read: ${said}.`, options);
}
