import type { FileHandle } from "node:fs/promises";
import { AppError } from "@retake/core/errors";
import type { FileOperations } from "./file-operations.ts";
import type { StagedObject } from "./object-store.ts";
import { translateFsError } from "./translate-fs-error.ts";

/**
 * A temporary file of the folder adapter on its way to its final name.
 * After any failed write or fsync the file is given up: a kernel may report such an error once only.
 */
export class StagedFile implements StagedObject {
  readonly #path: string;
  readonly #operations: FileOperations;
  readonly #publish: (path: string, key: string) => Promise<boolean>;
  #file: FileHandle | null;
  #finished = false;

  constructor(
    path: string,
    file: FileHandle,
    operations: FileOperations,
    publish: (path: string, key: string) => Promise<boolean>,
  ) {
    this.#path = path;
    this.#file = file;
    this.#operations = operations;
    this.#publish = publish;
  }

  async write(chunk: Uint8Array): Promise<void> {
    const file = this.#file;
    if (file === null) throw new AppError("conflict", "This object is already finished.");
    await this.#guard(() => this.#operations.write(file, chunk));
  }

  async commit(key: string): Promise<boolean> {
    const file = this.#file;
    if (file === null) throw new AppError("conflict", "This object is already finished.");
    return await this.#guard(async () => {
      await this.#operations.syncFile(file);
      this.#file = null;
      await file.close();
      const created = await this.#publish(this.#path, key);
      this.#finished = true;
      return created;
    });
  }

  async abort(): Promise<void> {
    if (this.#finished) return;
    this.#finished = true;
    const file = this.#file;
    this.#file = null;
    await file?.close().catch(() => undefined);
    // A temporary file that cannot be removed is swept up later; it is invisible either way.
    await this.#operations.unlink(this.#path).catch(() => undefined);
  }

  async #guard<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      await this.abort();
      throw translateFsError(error, "writing an object");
    }
  }
}
