import { randomFillSync } from "node:crypto";
import { hasFsCode } from "../object-store/translate-fs-error.ts";
import { reservePath } from "./file-names.ts";
import { writeFully, type LogDisk } from "./log-disk.ts";

const CHUNK_BYTES = 1 << 20;

/**
 * Space kept in a file for the moment when the disk is full: released then, so that the log can still be cut, closed and recovered.
 * It can be taken back only when twice as much is free, so that recording does not stop and start with every few bytes.
 */
export class Reserve {
  readonly #disk: LogDisk;
  readonly #folder: string;
  readonly #bytes: number;

  constructor(disk: LogDisk, folder: string, bytes: number) {
    this.#disk = disk;
    this.#folder = folder;
    this.#bytes = bytes;
  }

  /** @returns false when there is not enough space; any other failure is thrown as the disk gave it */
  async take(): Promise<boolean> {
    try {
      if ((await this.#size()) === this.#bytes) return true;
      await this.release();
      await this.#fill();
      return true;
    } catch (error) {
      await this.release();
      if (hasFsCode(error, "ENOSPC", "EDQUOT")) return false;
      throw error;
    }
  }

  /** Never fails: what cannot be released stays reserved. */
  async release(): Promise<void> {
    await this.#disk.unlink(reservePath(this.#folder)).catch(() => undefined);
  }

  async #size(): Promise<number> {
    if (!(await this.#disk.exists(reservePath(this.#folder)))) return -1;
    const file = await this.#disk.open(reservePath(this.#folder), "read");
    try {
      return await file.size();
    } finally {
      await file.close();
    }
  }

  async #fill(): Promise<void> {
    const file = await this.#disk.open(reservePath(this.#folder), "create");
    try {
      // Random, because zeros take no space on file systems that compress.
      const chunk = randomFillSync(Buffer.allocUnsafe(Math.min(CHUNK_BYTES, 2 * this.#bytes)));
      for (let at = 0; at < 2 * this.#bytes; at += chunk.length) await writeFully(file, chunk, at);
      await file.datasync();
      await file.truncate(this.#bytes);
    } finally {
      await file.close();
    }
  }
}
