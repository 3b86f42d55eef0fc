import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { Readable } from "node:stream";
import { AppError } from "@retake/core/errors";
import { LRUCache } from "lru-cache";
import { resolveRange } from "./byte-range.ts";
import { nodeFileOperations, type FileOperations } from "./file-operations.ts";
import { listFolder } from "./list-folder.ts";
import { checkKey } from "./object-key.ts";
import type { ByteRange, ObjectInfo, ObjectStore, StagedObject } from "./object-store.ts";
import { StagedFile } from "./staged-file.ts";
import { hasFsCode, translateFsError } from "./translate-fs-error.ts";

/** Keys never begin with a dot, so nothing in here can be asked for or listed. */
const STAGING_FOLDER = ".staging";
/** No upload takes a day: what is older was left by a crash. */
const STALE_AFTER_MS = 24 * 3600 * 1000;
const DURABLE_FOLDERS_MAX = 10_000;

/**
 * A folder as an object store: temporary file → fsync → link under the final name → fsync of the folder.
 * `link` instead of `rename` because it refuses an existing name, which makes put-if-absent atomic among processes.
 */
export class FolderStore implements ObjectStore {
  readonly #root: string;
  /** The root with the separator behind it. */
  readonly #prefix: string;
  readonly #operations: FileOperations;
  /** Folders whose own name is known to be durable; each process makes sure for itself. */
  readonly #durable = new LRUCache<string, Promise<void>>({ max: DURABLE_FOLDERS_MAX });
  #staging: Promise<void> | null = null;

  constructor(root: string, operations: FileOperations = nodeFileOperations) {
    this.#root = path.resolve(root);
    this.#prefix = path.join(this.#root, path.sep);
    this.#operations = operations;
  }

  localPath(key: string): string {
    checkKey(key);
    // Windows takes `/` as well.
    return `${this.#prefix}${key}`;
  }

  async put(key: string, body: Uint8Array): Promise<boolean> {
    checkKey(key);
    const staged = await this.stage();
    await staged.write(body);
    return await staged.commit(key);
  }

  async putFile(key: string, source: string): Promise<boolean> {
    checkKey(key);
    return await this.#attempt(`copying ${source}`, async () => {
      await this.#prepareStaging();
      const temporary = this.#temporaryPath();
      try {
        await this.#operations.copy(source, temporary);
        const file = await this.#operations.open(temporary, "r");
        try {
          await this.#operations.syncFile(file);
        } finally {
          await file.close();
        }
        return await this.#publish(temporary, key);
      } catch (error) {
        await this.#operations.unlink(temporary).catch(() => undefined);
        throw error;
      }
    });
  }

  async stage(): Promise<StagedObject> {
    return await this.#attempt("opening a temporary file", async () => {
      await this.#prepareStaging();
      const temporary = this.#temporaryPath();
      const file = await this.#operations.open(temporary, "wx");
      return new StagedFile(temporary, file, this.#operations, (from, key) => this.#publish(from, key));
    });
  }

  async get(key: string, range?: ByteRange): Promise<Uint8Array> {
    return await this.#attempt(key, async () => {
      const file = await fs.open(this.localPath(key), "r");
      try {
        const { start, end } = resolveRange(range, await sizeOf(file));
        const body = new Uint8Array(end - start);
        for (let done = 0; done < body.byteLength;) {
          const { bytesRead } = await file.read(body, done, body.byteLength - done, start + done);
          if (bytesRead === 0)
            throw new AppError("corrupt_data", "A stored file became shorter.", { detail: key });
          done += bytesRead;
        }
        return body;
      } finally {
        await file.close();
      }
    });
  }

  async stream(key: string, range?: ByteRange): Promise<Readable> {
    return await this.#attempt(key, async () => {
      const file = await fs.open(this.localPath(key), "r");
      try {
        const bytes = await sizeOf(file);
        if (bytes === 0 && range === undefined) {
          await file.close();
          return Readable.from([]);
        }
        const { start, end } = resolveRange(range, bytes);
        return createReadStream("", { fd: file, start, end: end - 1, highWaterMark: 256 * 1024 });
      } catch (error) {
        await file.close();
        throw error;
      }
    });
  }

  async head(key: string): Promise<ObjectInfo | null> {
    try {
      const found = await fs.stat(this.localPath(key));
      return found.isFile() ? { key, bytes: found.size } : null;
    } catch (error) {
      if (hasFsCode(error, "ENOENT", "ENOTDIR")) return null;
      throw translateFsError(error, key);
    }
  }

  async *list(prefix: string): AsyncIterable<ObjectInfo> {
    try {
      yield* listFolder(this.#root, prefix);
    } catch (error) {
      throw translateFsError(error, `listing ${prefix}`);
    }
  }

  async delete(key: string): Promise<void> {
    const file = this.localPath(key);
    try {
      await this.#operations.unlink(file);
      await this.#operations.syncFolder(path.dirname(file));
    } catch (error) {
      if (!hasFsCode(error, "ENOENT", "ENOTDIR", "EISDIR", "EPERM")) throw translateFsError(error, key);
      if ((await this.head(key)) !== null) throw translateFsError(error, key);
    }
  }

  async #publish(temporary: string, key: string): Promise<boolean> {
    const target = this.localPath(key);
    const folder = path.dirname(target);
    await this.#ensureFolder(folder);
    const created = await this.#linkOrRename(temporary, target);
    await this.#operations.syncFolder(folder);
    return created;
  }

  async #linkOrRename(temporary: string, target: string): Promise<boolean> {
    try {
      await this.#operations.link(temporary, target);
    } catch (error) {
      if (hasFsCode(error, "EEXIST")) {
        await this.#operations.unlink(temporary);
        return false;
      }
      // File systems without hard links (exFAT, some network shares): rename, which is atomic too, after a look.
      if (!hasFsCode(error, "EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK")) throw error;
      const taken = await fs.stat(target).catch(() => null);
      if (taken === null) await this.#operations.rename(temporary, target);
      else await this.#operations.unlink(temporary);
      return taken === null;
    }
    await this.#operations.unlink(temporary);
    return true;
  }

  /** Creates a folder and makes every name on the way to it durable, up to the root's own. */
  #ensureFolder(folder: string): Promise<void> {
    const known = this.#durable.get(folder);
    if (known !== undefined) return known;
    const made = (async () => {
      const parent = path.dirname(folder);
      if (folder !== this.#root) await this.#ensureFolder(parent);
      await fs.mkdir(folder, { recursive: true });
      await this.#operations.syncFolder(parent);
    })();
    this.#durable.set(folder, made);
    made.catch(() => this.#durable.delete(folder));
    return made;
  }

  #prepareStaging(): Promise<void> {
    this.#staging ??= (async () => {
      const folder = path.join(this.#root, STAGING_FOLDER);
      await this.#ensureFolder(this.#root);
      await fs.mkdir(folder, { recursive: true });
      await sweepStale(folder);
    })();
    this.#staging.catch(() => (this.#staging = null));
    return this.#staging;
  }

  #temporaryPath(): string {
    return path.join(this.#root, STAGING_FOLDER, `${process.pid}-${randomBytes(9).toString("base64url")}`);
  }

  async #attempt<T>(what: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      throw translateFsError(error, what);
    }
  }
}

async function sizeOf(file: fs.FileHandle): Promise<number> {
  const found = await file.stat();
  if (!found.isFile()) throw new AppError("not_found", "This stored file was not found.");
  return found.size;
}

async function sweepStale(folder: string): Promise<void> {
  const before = Date.now() - STALE_AFTER_MS;
  for (const name of await fs.readdir(folder)) {
    const file = path.join(folder, name);
    const found = await fs.stat(file).catch(() => null);
    if (found !== null && found.mtimeMs < before) await fs.unlink(file).catch(() => undefined);
  }
}
