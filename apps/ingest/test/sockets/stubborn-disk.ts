import { type LogDisk, nodeLogDisk } from "@retake/telemetry/log";

/** A real folder on a disk that can be told to be full, to fail, or to take its time. */
export class StubbornDisk implements LogDisk {
  /** Code of the error that every write, sync and new file ends with; null: none. */
  fault: "ENOSPC" | "EIO" | null = null;
  #held: (() => void)[] | null = null;

  readonly makeFolder: LogDisk["makeFolder"] = (folder) => nodeLogDisk.makeFolder(folder);
  readonly list: LogDisk["list"] = (folder) => nodeLogDisk.list(folder);
  readonly exists: LogDisk["exists"] = (path) => nodeLogDisk.exists(path);
  readonly unlink: LogDisk["unlink"] = (path) => nodeLogDisk.unlink(path);
  readonly syncFolder: LogDisk["syncFolder"] = (folder) => nodeLogDisk.syncFolder(folder);

  readonly open: LogDisk["open"] = async (path, mode) => {
    if (mode === "create") this.#check();
    const file = await nodeLogDisk.open(path, mode);
    return {
      ...file,
      write: async (bytes, position) => {
        this.#check();
        return file.write(bytes, position);
      },
      datasync: async () => {
        const held = this.#held;
        if (held !== null) await new Promise<void>((resolve) => held.push(resolve));
        this.#check();
        return file.datasync();
      },
    };
  };

  /** Syncs wait from now on. @returns how to let them go */
  hold(): () => void {
    const held: (() => void)[] = [];
    this.#held = held;
    return () => {
      this.#held = null;
      for (const release of held) release();
    };
  }

  #check(): void {
    if (this.fault !== null)
      throw Object.assign(new Error(`${this.fault}: as the test said`), { code: this.fault });
  }
}
