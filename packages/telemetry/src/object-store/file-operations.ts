import * as fs from "node:fs/promises";

/** The calls by which the folder adapter writes: the seam where tests make a disk fail. */
export interface FileOperations {
  open: (path: string, flags: string) => Promise<fs.FileHandle>;
  write: (file: fs.FileHandle, chunk: Uint8Array) => Promise<void>;
  copy: (from: string, to: string) => Promise<void>;
  syncFile: (file: fs.FileHandle) => Promise<void>;
  /** Makes the names inside a folder durable. */
  syncFolder: (path: string) => Promise<void>;
  link: (from: string, to: string) => Promise<void>;
  rename: (from: string, to: string) => Promise<void>;
  unlink: (path: string) => Promise<void>;
}

export const nodeFileOperations: FileOperations = {
  open: (path, flags) => fs.open(path, flags),
  async write(file, chunk) {
    // A single write may be short (a signal, a quota): go on until all is written or it fails.
    for (let done = 0; done < chunk.byteLength;) {
      const { bytesWritten } = await file.write(chunk, done, chunk.byteLength - done);
      done += bytesWritten;
    }
  },
  copy: (from, to) => fs.copyFile(from, to, fs.constants.COPYFILE_FICLONE),
  syncFile: (file) => file.sync(),
  async syncFolder(path) {
    // Windows has no way to sync a folder; its file systems journal names.
    if (process.platform === "win32") return;
    const folder = await fs.open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
  link: (from, to) => fs.link(from, to),
  rename: (from, to) => fs.rename(from, to),
  unlink: (path) => fs.unlink(path),
};
