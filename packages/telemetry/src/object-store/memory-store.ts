import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { AppError, notFound } from "@retake/core/errors";
import { resolveRange } from "./byte-range.ts";
import { checkKey } from "./object-key.ts";
import type { ByteRange, ObjectInfo, ObjectStore, StagedObject } from "./object-store.ts";
import { translateFsError } from "./translate-fs-error.ts";

/** Objects in this process's memory: for tests and tools. */
export class MemoryStore implements ObjectStore {
  readonly #objects = new Map<string, Uint8Array>();

  async put(key: string, body: Uint8Array): Promise<boolean> {
    checkKey(key);
    if (this.#objects.has(key)) return false;
    // Not `slice`, which on a Buffer is a view.
    this.#objects.set(key, new Uint8Array(body));
    return true;
  }

  async putFile(key: string, source: string): Promise<boolean> {
    checkKey(key);
    const body = await readFile(source).catch((error: unknown) => {
      throw translateFsError(error, `copying ${source}`);
    });
    return await this.put(key, body);
  }

  async stage(): Promise<StagedObject> {
    let chunks: Uint8Array[] | null = [];
    const open = (): Uint8Array[] => {
      if (chunks === null) throw new AppError("conflict", "This object is already finished.");
      return chunks;
    };
    return {
      write: async (chunk) => void open().push(new Uint8Array(chunk)),
      commit: async (key) => {
        const body = Buffer.concat(open());
        chunks = null;
        return await this.put(key, body);
      },
      abort: async () => void (chunks = null),
    };
  }

  async get(key: string, range?: ByteRange): Promise<Uint8Array> {
    const body = this.#find(key);
    const { start, end } = resolveRange(range, body.byteLength);
    return body.slice(start, end);
  }

  async stream(key: string, range?: ByteRange): Promise<Readable> {
    const body = this.#find(key);
    return Readable.from(body.byteLength === 0 && range === undefined ? [] : [await this.get(key, range)]);
  }

  async head(key: string): Promise<ObjectInfo | null> {
    checkKey(key);
    const body = this.#objects.get(key);
    return body === undefined ? null : { key, bytes: body.byteLength };
  }

  async *list(prefix: string): AsyncIterable<ObjectInfo> {
    for (const key of [...this.#objects.keys()].sort()) {
      const body = this.#objects.get(key);
      if (body !== undefined && key.startsWith(prefix)) yield { key, bytes: body.byteLength };
    }
  }

  async delete(key: string): Promise<void> {
    checkKey(key);
    this.#objects.delete(key);
  }

  localPath(key: string): null {
    checkKey(key);
    return null;
  }

  #find(key: string): Uint8Array {
    checkKey(key);
    const body = this.#objects.get(key);
    if (body === undefined) throw notFound("This stored file");
    return body;
  }
}
