import { FileWindow } from "../log/file-window.ts";
import { logPath } from "../log/file-names.ts";
import type { LogDisk } from "../log/log-disk.ts";
import {
  openWindow,
  scanFile,
  type FileScan,
  type LogLoss,
  type OnRecord,
  type OpenedFile,
} from "../log/scan-file.ts";

/** What is made of a file's content. */
export interface FileSink {
  record: OnRecord;
  loss(loss: LogLoss): void;
}

export interface FileBounds {
  /** What lies behind it does not count. */
  limit: number;
  /** Nothing is written to this file any more: what cannot be read of it now is lost. */
  complete: boolean;
}

/** A log file that another process writes, read as far as it has grown. What is not whole yet is looked at again when there is more. */
export class FollowedFile {
  readonly file: number;
  /** Null until its head is whole. */
  opened: OpenedFile | null = null;
  /** Nothing will come any more, or count. */
  done = false;
  #scanned: Pick<FileScan, "goodEnd" | "batch"> | null = null;
  /** As it was when it was read last. */
  #size = -1;

  constructor(file: number) {
    this.file = file;
  }

  /** Everything before it has been made use of. */
  get used(): number {
    return this.#scanned === null || this.#scanned.batch < 0 ? 0 : this.#scanned.goodEnd;
  }

  /** Looks whether the head has become whole. @throws AppError `conflict` when a later version wrote it; the disk's own errors */
  async open(disk: LogDisk, folder: string): Promise<void> {
    this.opened ??= await this.#within(disk, folder, (window) => openWindow(window, this.file));
  }

  /**
   * Reads on.
   * @returns false when the file has become shorter than what has been read of it
   * @throws the disk's own errors
   */
  async advance(
    { disk, folder, sink }: { disk: LogDisk; folder: string; sink: FileSink },
    { limit, complete }: FileBounds,
  ): Promise<boolean> {
    return await this.#within(disk, folder, async (window) => {
      const { size } = window;
      if (size < this.used) return false;
      const end = Math.min(limit, size);
      if (size !== this.#size) await this.#scan(window, end, sink);
      this.#size = size;
      if (!complete) return true;
      this.done = true;
      const from = this.#scanned?.goodEnd ?? 0;
      const to = Number.isFinite(limit) ? limit : size;
      if (from < to) sink.loss({ file: this.file, from, to, reason: "damaged" });
      return true;
    });
  }

  async #scan(window: FileWindow, end: number, sink: FileSink): Promise<void> {
    if (this.opened === null) return;
    const from = this.#scanned === null ? {} : { from: this.#scanned };
    const { goodEnd, batch, losses } = await scanFile(window, this.opened, {
      end,
      onRecord: sink.record,
      ...from,
    });
    this.#scanned = { goodEnd, batch };
    for (const loss of losses) sink.loss(loss);
  }

  async #within<T>(disk: LogDisk, folder: string, act: (window: FileWindow) => T | Promise<T>): Promise<T> {
    const handle = await disk.open(logPath(folder, this.file), "read");
    try {
      return await act(await FileWindow.over(handle));
    } finally {
      await handle.close();
    }
  }
}
