import { readFully, type LogFileHandle } from "./log-disk.ts";

/** Bytes read at once, unless a single record is larger. */
const WINDOW_BYTES = 1 << 20;

/** A file read piece by piece. Memory: {@link WINDOW_BYTES}, or the largest piece asked for. */
export class FileWindow {
  readonly #handle: LogFileHandle;
  #size: number;
  #buffer: Buffer = Buffer.alloc(0);
  #bytes: Buffer = Buffer.alloc(0);
  #origin = 0;

  private constructor(handle: LogFileHandle, size: number) {
    this.#handle = handle;
    this.#size = size;
  }

  static async over(handle: LogFileHandle): Promise<FileWindow> {
    return new FileWindow(handle, await handle.size());
  }

  /** Of the file, as it was at the beginning. */
  get size(): number {
    return this.#size;
  }

  /** What is in memory; overwritten by the next `load`. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** Where in the file `bytes` begin. */
  get origin(): number {
    return this.#origin;
  }

  /** Where in the file `bytes` end. */
  get end(): number {
    return this.#origin + this.#bytes.length;
  }

  /** Whether these bytes, or those of them that the file has, are in memory. */
  has(place: number, length: number): boolean {
    return place >= this.#origin && Math.min(place + length, this.#size) <= this.end;
  }

  /** Makes `has` true. */
  async load(place: number, length: number): Promise<void> {
    if (this.has(place, length)) return;
    const wanted = Math.min(Math.max(length, WINDOW_BYTES), Math.max(0, this.#size - place));
    if (this.#buffer.length < wanted) this.#buffer = Buffer.allocUnsafeSlow(wanted);
    this.#origin = place;
    this.#bytes = await readFully(this.#handle, this.#buffer.subarray(0, wanted), place);
    if (this.#bytes.length < wanted) this.#size = this.end;
  }
}
