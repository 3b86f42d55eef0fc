import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { AppError } from "@retake/core/errors";
import { FolderStore } from "./folder-store.ts";
import { MemoryStore } from "./memory-store.ts";
import type { ObjectStore } from "./object-store.ts";

/**
 * The store that `STORAGE_URL` names: `file:relative/or/absolute/path`, `file:///absolute/path`, or `memory:`.
 * Nothing is touched before the first call.
 * @throws AppError `bad_request` for any other address
 */
export function openObjectStore(url: string): ObjectStore {
  if (url === "memory:") return new MemoryStore();
  if (url.startsWith("file://")) return new FolderStore(fileURLToPath(url));
  if (url.startsWith("file:") && url.length > "file:".length) {
    return new FolderStore(path.resolve(url.slice("file:".length)));
  }
  if (url.startsWith("s3:")) {
    throw new AppError(
      "bad_request",
      "STORAGE_URL names an S3 bucket, but this build has no S3 adapter. Use a folder: STORAGE_URL=file:./data/store",
    );
  }
  throw new AppError("bad_request", "STORAGE_URL must begin with file: and name a folder.");
}
