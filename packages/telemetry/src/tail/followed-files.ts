import { hasFsCode } from "../object-store/translate-fs-error.ts";
import { logNumbers } from "../log/file-names.ts";
import type { LogDisk } from "../log/log-disk.ts";
import { FollowedFile, type FileSink } from "./followed-file.ts";

export interface FilesSink extends FileSink {
  /** This file and all before it are not there any more. */
  gone(file: number): void;
}

/** Thrown when what was read does not count any more: a batch that was given up, a file that was taken back. */
export class Contradiction extends Error {}

/** The files of a log that another process writes, in order. Reads only. */
export class FollowedFiles {
  readonly #disk: LogDisk;
  readonly #folder: string;
  readonly #sink: FilesSink;
  #files: FollowedFile[] = [];

  constructor(disk: LogDisk, folder: string, sink: FilesSink) {
    this.#disk = disk;
    this.#folder = folder;
    this.#sink = sink;
  }

  /** Reads what has come since. @throws Contradiction; the disk's own errors, after which it may be called again */
  async refresh(): Promise<void> {
    this.#take(logNumbers(await this.#list()));
    for (const file of this.#files) {
      if (file.opened === null && !file.done)
        await this.#unlessGone(() => file.open(this.#disk, this.#folder));
    }
    const ends = this.#ends();
    const last = this.#files.findLast(({ file, opened }) => opened !== null && ends.get(file) !== 0);
    for (const file of this.#files) {
      const limit = ends.get(file.file) ?? Infinity;
      if (file.used > limit) throw new Contradiction(`file ${file.file} ends at ${limit}`);
    }
    for (const file of this.#files) {
      const limit = ends.get(file.file) ?? Infinity;
      if (file.done || limit === 0) continue;
      if (file.file > (last?.file ?? 0)) break;
      await this.#advance(file, { limit, complete: file !== last });
    }
  }

  async #advance(file: FollowedFile, bounds: { limit: number; complete: boolean }): Promise<void> {
    if (file.opened === null) {
      // A later file has begun: this one's beginning will not become whole any more.
      const to = Number.isFinite(bounds.limit) ? bounds.limit : 0;
      this.#sink.loss({ file: file.file, from: 0, to, reason: "damaged" });
      file.done = true;
      return;
    }
    const parts = { disk: this.#disk, folder: this.#folder, sink: this.#sink };
    await this.#unlessGone(async () => {
      if (!(await file.advance(parts, bounds))) throw new Contradiction(`file ${file.file} has been cut`);
    });
  }

  /** @throws Contradiction when files are gone that are not the oldest, or before they had been read */
  #take(numbers: readonly number[]): void {
    const there = new Set(numbers);
    const newest = this.#files.at(-1)?.file ?? 0;
    const gone = this.#files.filter(({ file }) => !there.has(file));
    const oldest = numbers[0];
    // What was never read would else look lost, where a later file says how far its sessions had come.
    const unread = gone.some(({ done }) => !done) || (newest > 0 && (oldest ?? 0) > newest + 1);
    if (oldest !== undefined && unread) throw new Contradiction(`files before ${oldest} went unread`);
    const hole = gone.find(({ file }) => file > (oldest ?? Infinity));
    if (hole !== undefined) throw new Contradiction(`file ${hole.file} is gone`);
    this.#files = this.#files.filter(({ file }) => there.has(file));
    for (const { file } of gone) this.#sink.gone(file);
    const known = new Set(this.#files.map(({ file }) => file));
    for (const number of numbers) {
      if (known.has(number)) continue;
      // Numbers begin anew only where nothing of the old ones is left.
      if (number < newest) throw new Contradiction(`file ${number} came late`);
      this.#files.push(new FollowedFile(number));
    }
  }

  /** Where files end, as the newest head says that names them; what a file says that does not count is not believed. */
  #ends(): Map<number, number> {
    const ends = new Map<number, number>();
    for (const { file, opened } of this.#files.toReversed()) {
      if (ends.get(file) === 0) continue;
      for (const [number, end] of opened?.head.ends ?? []) if (!ends.has(number)) ends.set(number, end);
    }
    return ends;
  }

  async #list(): Promise<string[]> {
    return await this.#disk.list(this.#folder).catch((error: unknown) => {
      if (hasFsCode(error, "ENOENT")) return [];
      throw error;
    });
  }

  /** A file that was deleted since the folder was listed is taken notice of next time. */
  async #unlessGone(act: () => Promise<void>): Promise<void> {
    await act().catch((error: unknown) => {
      if (!hasFsCode(error, "ENOENT")) throw error;
    });
  }
}
