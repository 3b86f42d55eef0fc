import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "@retake/core/errors";
import type { Fetch } from "./hub-fetch.ts";

export interface Download {
  url: string;
  headers: Record<string, string>;
  size: number;
  /** SHA-256 (LFS) or git blob SHA-1, hex: the file's identity and its check. */
  etag: string;
  /** Its final name; `<path>.incomplete` while it is fetched. */
  path: string;
}

const ATTEMPTS_MAX = 6;
const FIRST_PAUSE_MS = 100;

/**
 * Fetches one file: goes on where an earlier run stopped, checks size and hash, and gives it its final name only when it
 * is whole and on disk.
 * @throws AppError `source_unreachable`, `not_found`, `forbidden`, `corrupt_data`, `storage_full`; the signal's reason
 */
export async function downloadFile(fetcher: Fetch, file: Download, signal: AbortSignal): Promise<void> {
  if ((await stat(file.path).catch(() => null))?.size === file.size) return;
  await mkdir(dirname(file.path), { recursive: true });
  const partial = `${file.path}.incomplete`;
  for (let attempt = 1; ; attempt++) {
    try {
      await fetchRest(fetcher, file, partial, signal);
      await checkHash(file, partial, signal);
      await rename(partial, file.path);
      return await syncFolder(dirname(file.path));
    } catch (thrown) {
      const error = translate(thrown);
      if (signal.aborted || !error.retryable || error.code === "storage_full" || attempt === ATTEMPTS_MAX)
        throw error;
      await delay(FIRST_PAUSE_MS * 2 ** (attempt - 1), undefined, { signal });
    }
  }
}

async function fetchRest(
  fetcher: Fetch,
  file: Download,
  partial: string,
  signal: AbortSignal,
): Promise<void> {
  let have = await sizeOf(partial);
  if (have > file.size) have = 0;
  if (have === file.size && have > 0) return;
  const range = have > 0 ? { range: `bytes=${have}-` } : undefined;
  const response = await fetcher(file.url, { headers: { ...file.headers, ...range } });
  checkStatus(response);
  // A server without ranges sends everything again.
  const start = response.status === 206 ? have : 0;
  const handle = await open(partial, start > 0 ? "r+" : "w");
  try {
    await writeBody(handle, response, start, file.size, signal);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeBody(
  handle: FileHandle,
  response: Response,
  start: number,
  size: number,
  signal: AbortSignal,
): Promise<void> {
  let position = start;
  for await (const chunk of response.body ?? []) {
    signal.throwIfAborted();
    if (position + chunk.length > size)
      throw new AppError("corrupt_data", "is longer on the hub than its listing says");
    await handle.write(chunk, 0, chunk.length, position);
    position += chunk.length;
  }
  if (position < size)
    throw new AppError("source_unreachable", `was cut off after ${position} of ${size} bytes`);
}

function checkStatus({ status }: Response): void {
  if (status === 200 || status === 206) return;
  if (status === 401 || status === 403)
    throw new AppError("forbidden", "may not be read; set HF_TOKEN to one that may");
  if (status === 404) throw new AppError("not_found", "is not there any more");
  throw new AppError("source_unreachable", `could not be fetched (the hub answered ${status})`);
}

async function checkHash(file: Download, partial: string, signal: AbortSignal): Promise<void> {
  const isSha256 = /^[0-9a-f]{64}$/.test(file.etag);
  const isGit = /^[0-9a-f]{40}$/.test(file.etag);
  if (!isSha256 && !isGit) return;
  const hash = createHash(isSha256 ? "sha256" : "sha1");
  if (isGit) hash.update(`blob ${file.size}\0`);
  for await (const chunk of createReadStream(partial, { signal })) hash.update(chunk as Buffer);
  if (hash.digest("hex") === file.etag) return;
  await rm(partial, { force: true });
  throw new AppError("source_unreachable", "arrived damaged: its hash is not the one the hub announced");
}

function translate(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
  if (["ENOSPC", "EDQUOT"].includes(code)) {
    return new AppError("storage_full", "The disk is full; what was fetched is kept.", { cause: thrown });
  }
  return new AppError("source_unreachable", "was cut off", { cause: thrown });
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
