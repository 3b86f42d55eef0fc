import { randomBytes } from "node:crypto";
import {
  encodeHead,
  encodeMark,
  fileSeed,
  FRAME_BYTES,
  HEADER_BYTES,
  MARK_BYTES,
  putFrame,
  putHeader,
} from "./frame.ts";
import { logPath } from "./file-names.ts";
import type { LogLease } from "./lease.ts";
import type { LogPayload } from "./log-payload.ts";
import { writeFully, type LogDisk, type LogFileHandle } from "./log-disk.ts";
import type { RecordPlace } from "./scan-file.ts";

/** A log file while it is written: one `write` is one batch. After a failed one the file must be abandoned. */
export class LogFile {
  readonly file: number;
  readonly #disk: LogDisk;
  readonly #folder: string;
  readonly #handle: LogFileHandle;
  readonly #beginning: Buffer;
  readonly #seed: number;
  /** Everything before it is durable; 0 until the file's own name is. */
  #end = 0;
  #batch = 0;
  #buffer = Buffer.alloc(0);

  private constructor(handle: LogFileHandle, options: LogFileOptions) {
    const { disk, folder, file, lease, ends } = options;
    this.file = file;
    this.#disk = disk;
    this.#folder = folder;
    this.#handle = handle;
    const head = encodeHead({ file, ends });
    const beginning = Buffer.alloc(HEADER_BYTES + FRAME_BYTES + head.bytes);
    putHeader(beginning, { ...lease, salt: randomBytes(4).readUInt32LE() });
    this.#seed = fileSeed(beginning);
    putFrame(beginning, HEADER_BYTES, { payload: head, own: true, place: HEADER_BYTES, seed: this.#seed });
    this.#beginning = beginning;
  }

  static async create(options: LogFileOptions): Promise<LogFile> {
    const handle = await options.disk.open(logPath(options.folder, options.file), "create");
    return new LogFile(handle, options);
  }

  /** Bytes that are durable. */
  get end(): number {
    return this.#end;
  }

  /**
   * Makes a batch durable, and the file's name with the first one. It counts once `confirm` is fulfilled.
   * @returns where each payload lies
   */
  async write(payloads: readonly LogPayload[], confirm: () => Promise<void>): Promise<RecordPlace[]> {
    const isNew = this.#end === 0;
    const places: RecordPlace[] = [];
    const bytes = this.#assemble(payloads, places);
    await writeFully(this.#handle, bytes, this.#end);
    await this.#handle.datasync();
    if (isNew) await this.#disk.syncFolder(this.#folder);
    await confirm();
    this.#end += bytes.length;
    this.#batch++;
    return places;
  }

  /**
   * Never fails: whether closing succeeds changes nothing for bytes that are durable. Those behind them are not cut off: the next
   * file's head says where this one ends, and a successor may be reading them already, and count them.
   */
  async close(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
  }

  #assemble(payloads: readonly LogPayload[], places: RecordPlace[]): Buffer {
    const beginning = this.#end === 0 ? this.#beginning : Buffer.alloc(0);
    const bytes = payloads.reduce(
      (sum, payload) => sum + FRAME_BYTES + payload.bytes,
      beginning.length + MARK_BYTES,
    );
    if (this.#buffer.length < bytes)
      this.#buffer = Buffer.allocUnsafeSlow(Math.max(bytes, 2 * this.#buffer.length));
    const into = this.#buffer;
    beginning.copy(into);
    const put = (payload: LogPayload, own: boolean, at: number): number =>
      putFrame(into, at, { payload, own, place: this.#end + at, seed: this.#seed });
    let at = put(encodeMark(this.file, this.#batch), true, beginning.length);
    for (const payload of payloads) {
      places.push({ file: this.file, offset: this.#end + at + FRAME_BYTES, length: payload.bytes });
      at = put(payload, false, at);
    }
    return into.subarray(0, at);
  }
}

export interface LogFileOptions {
  disk: LogDisk;
  folder: string;
  file: number;
  lease: LogLease;
  ends: Map<number, number>;
}
