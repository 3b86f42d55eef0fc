import type { AppError } from "@retake/core/errors";
import { logPath } from "./file-names.ts";
import { hasFsCode } from "../object-store/translate-fs-error.ts";
import { holdsFence, type LogLease } from "./lease.ts";
import type { LogDisk } from "./log-disk.ts";
import { leaseLost } from "./log-error.ts";
import { LogFile } from "./log-file.ts";
import type { LogPayload } from "./log-payload.ts";
import type { KnownFile, RecoveredLog } from "./recover-log.ts";
import type { RecordPlace } from "./scan-file.ts";

export interface FileChainOptions {
  disk: LogDisk;
  folder: string;
  lease: LogLease;
  /** A file larger than this gets a successor. */
  rotateBytes: number;
  /** First records of every new file. */
  preamble: () => LogPayload[];
}

/** The files of one log: the one being written, its predecessors, and what its successor must say of them. */
export class FileChain {
  readonly #options: FileChainOptions;
  #current: LogFile | null = null;
  #older: KnownFile[];
  #ends: Map<number, number>;
  #nextFile: number;
  #lost: AppError | null = null;
  /** Files that hold nothing that counts and may still be there. They must go before the file whose head says so. */
  readonly #void: Set<number>;

  constructor(options: FileChainOptions, recovered: RecoveredLog) {
    this.#options = options;
    this.#older = recovered.files;
    this.#ends = recovered.ends;
    this.#nextFile = recovered.nextFile;
    this.#void = new Set(recovered.voidFiles);
  }

  /** Those that hold durable records, in order. */
  get files(): KnownFile[] {
    const current = this.#current;
    if (current === null || current.end === 0) return [...this.#older];
    return [...this.#older, { file: current.file, bytes: current.end }];
  }

  /**
   * Makes the payloads durable.
   * After it has thrown, nothing may be written before `giveUp`.
   * @throws AppError `conflict` when the lease is lost, for good; else the disk's own error
   */
  async commit(payloads: readonly LogPayload[]): Promise<RecordPlace[]> {
    if (this.#lost !== null) throw this.#lost;
    const file = (this.#current ??= await this.#create());
    const preamble = file.end === 0 ? this.#options.preamble() : [];
    const places = await file.write([...preamble, ...payloads], () => this.#confirmLease());
    this.#ends = new Map();
    if (file.end > this.#options.rotateBytes) {
      this.#retire(file);
      await file.close();
    }
    return places.slice(preamble.length);
  }

  /**
   * After a failed commit. The file is never written or synced again: a kernel may report a failed fsync once only, and the pages it could
   * not write then pass for written. What the commit wrote does not count, unless a successor finds it before another file says so.
   */
  async giveUp(): Promise<void> {
    const file = this.#current;
    if (file === null) return;
    this.#retire(file);
    await file.close();
  }

  /**
   * Deletes the oldest files up to the first that is needed; never the newest while there is something for a preamble.
   * @returns those deleted
   */
  async drop(needed: (file: number) => boolean): Promise<number[]> {
    const dropped: number[] = [];
    const { disk, folder } = this.#options;
    await this.#confirmLease();
    for (const file of this.#void) await disk.unlink(logPath(folder, file)).catch(ignoreMissing);
    await disk.syncFolder(folder);
    this.#void.clear();
    for (let first = this.#older[0]; first !== undefined && !needed(first.file); first = this.#older[0]) {
      if (this.files.length === 1 && this.#options.preamble().length > 0) break;
      await disk.unlink(logPath(folder, first.file));
      this.#older.shift();
      dropped.push(first.file);
      // One by one, or a loss of power could bring back an old file without the one behind it.
      await disk.syncFolder(folder);
    }
    return dropped;
  }

  async close(): Promise<void> {
    const file = this.#current;
    this.#current = null;
    await file?.close();
  }

  async #create(): Promise<LogFile> {
    const { disk, folder, lease } = this.#options;
    const file = this.#nextFile++;
    try {
      return await LogFile.create({ disk, folder, lease, file, ends: this.#ends });
    } catch (error) {
      this.#ends.set(file, 0);
      this.#void.add(file);
      throw error;
    }
  }

  #retire(file: LogFile): void {
    this.#current = null;
    this.#ends.set(file.file, file.end);
    if (file.end > 0) this.#older.push({ file: file.file, bytes: file.end });
    else this.#void.add(file.file);
  }

  async #confirmLease(): Promise<void> {
    const { disk, folder, lease } = this.#options;
    if (await holdsFence(disk, folder, lease)) return;
    throw (this.#lost = leaseLost(`fence ${lease.fence} is not held any more`));
  }
}

function ignoreMissing(error: unknown): void {
  if (!hasFsCode(error, "ENOENT")) throw error;
}
