import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { brokenParquet } from "./broken-parquet.ts";

/** Random reads of one file. A small file is read once, so that its hundred little pages cost one read. */
export interface ByteFile {
  size: number;
  /** @throws AppError `corrupt_data` when the range leaves the file */
  read(start: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

const WHOLE_FILE_BYTES_MAX = 4 << 20;

/** @param path a real path: a symbolic link as its last part is refused by the system */
export async function openByteFile(path: string): Promise<ByteFile> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await handle.stat();
    const whole = size <= WHOLE_FILE_BYTES_MAX ? await readRange(handle, 0, size) : null;
    return {
      size,
      async read(start, length) {
        if (start < 0 || length < 0 || start + length > size) throw brokenParquet("points outside of itself");
        return whole === null
          ? await readRange(handle, start, length)
          : whole.subarray(start, start + length);
      },
      close: () => handle.close(),
    };
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

async function readRange(handle: FileHandle, start: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, start + done);
    if (bytesRead === 0) throw brokenParquet("became shorter while it was read");
    done += bytesRead;
  }
  return bytes;
}
