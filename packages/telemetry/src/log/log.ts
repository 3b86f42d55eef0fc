import { AppError } from "@retake/core/errors";
import { FileChain } from "./file-chain.ts";
import { RECORD_BYTES_MAX } from "./frame.ts";
import { takeFence, type LogLease } from "./lease.ts";
import { nodeLogDisk, type LogDisk } from "./log-disk.ts";
import { diskFull, toLogError } from "./log-error.ts";
import type { LogPayload } from "./log-payload.ts";
import { recoverLog, type KnownFile, type RecoveryReport } from "./recover-log.ts";
import { Reserve } from "./reserve.ts";
import type { OnRecord, RecordPlace } from "./scan-file.ts";

/** Called once: with the record's place when it is durable, else with why it is not. Must not throw. */
export type OnCommit = (error: AppError | null, place: RecordPlace | null) => void;

/** What a layer above hears of its records. */
export interface LogObserver {
  /** First records of every new file, so that each file can be understood without those before it. */
  preamble(): LogPayload[];
  /** All that waits is about to be rejected, callback by callback: go back to what is durable. */
  rejected(): void;
}

export interface LogOptions {
  folder: string;
  lease: LogLease;
  observer?: LogObserver;
  disk?: LogDisk;
  /** A file larger than this gets a successor. */
  rotateBytes?: number;
  /** Kept for the moment when the disk is full. */
  reserveBytes?: number;
  /** While the disk is full, how often a refused append looks for space. */
  probeEveryMs?: number;
  /** Milliseconds, monotonic. */
  now?: () => number;
}

interface Waiting {
  payload: LogPayload;
  done: OnCommit;
}

const DEFAULTS = {
  disk: nodeLogDisk,
  rotateBytes: 64 << 20,
  reserveBytes: 4 << 20,
  probeEveryMs: 1_000,
  now: () => performance.now(),
  observer: { preamble: () => [], rejected: () => undefined },
} satisfies Partial<LogOptions>;

/** Bytes of one write: more would only delay the acks of its first records. */
const BATCH_BYTES = 8 << 20;
/** Past this the disk is not keeping up, and memory is the next thing to run out. */
const WAITING_BYTES_MAX = 128 << 20;

/**
 * An append-only log of opaque records. Group commit without a timer: what arrives while one fdatasync runs is the next batch.
 * Invariants: a record is confirmed only after its bytes, and its file's name, are durable and the lease was still held;
 * records are recovered in the order of `append`; a rejection rejects everything that waits, so that no confirmed record has an
 * unconfirmed one before it that its caller does not know of.
 */
export class Log {
  readonly #options: Required<LogOptions>;
  readonly #reserve: Reserve;
  readonly #chain: FileChain;
  #queue: Waiting[] = [];
  #waitingBytes = 0;
  #running: Promise<void> | null = null;
  #closed = false;
  #full: boolean;
  #probedAt = -Infinity;

  private constructor(options: Required<LogOptions>, reserve: Reserve, chain: FileChain, full: boolean) {
    this.#options = options;
    this.#reserve = reserve;
    this.#chain = chain;
    this.#full = full;
  }

  /**
   * Takes the folder over, and hands every record that is there to `onRecord`, in order.
   * @throws AppError `conflict` (a later fence was here, or another shard), `storage_full`, `unavailable`
   */
  static async open(given: LogOptions, onRecord: OnRecord): Promise<{ log: Log; report: RecoveryReport }> {
    const options: Required<LogOptions> = { ...DEFAULTS, ...given };
    const { disk, folder, lease, observer, rotateBytes } = options;
    const reserve = new Reserve(disk, folder, options.reserveBytes);
    try {
      await disk.makeFolder(folder);
      await takeFence(disk, folder, { lease, reserve });
      const recovered = await recoverLog(disk, folder, { lease, reserve, onRecord });
      const preamble = (): LogPayload[] => observer.preamble();
      const chain = new FileChain({ disk, folder, lease, rotateBytes, preamble }, recovered);
      const full = !(await reserve.take());
      return { log: new Log(options, reserve, chain, full), report: recovered.report };
    } catch (error) {
      throw toLogError(error, `opening the log in ${folder}`);
    }
  }

  /** All files that hold durable records, in order. */
  get files(): KnownFile[] {
    return this.#chain.files;
  }

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Whether appends are refused because there is no space. */
  get full(): boolean {
    return this.#full;
  }

  /**
   * The payload must not change before `done` is called, which is never before this returns.
   * Rejections: `storage_full`, `unavailable` (both: append it again later), `conflict` (the lease is lost: for good).
   * @throws AppError `too_large`, or `unavailable` when too much waits already
   */
  append(payload: LogPayload, done: OnCommit): void {
    if (payload.bytes === 0 || payload.bytes > RECORD_BYTES_MAX) {
      throw new AppError(
        "too_large",
        `A log record has 1 to ${RECORD_BYTES_MAX} bytes, not ${payload.bytes}.`,
      );
    }
    if (this.#waitingBytes + payload.bytes > WAITING_BYTES_MAX) {
      throw new AppError("unavailable", "The recording disk is too slow for what arrives; send more slowly.");
    }
    this.#queue.push({ payload, done });
    this.#waitingBytes += payload.bytes;
    this.#running ??= this.#run();
  }

  /**
   * Deletes the oldest files up to the first that is needed; never the newest while there is something for a preamble.
   * @returns those deleted
   * @throws AppError `unavailable`; `conflict` when the lease is lost
   */
  async dropFiles(needed: (file: number) => boolean): Promise<number[]> {
    try {
      return await this.#chain.drop(needed);
    } catch (error) {
      throw toLogError(error, "deleting log files");
    }
  }

  /** Waits for what was appended, then refuses everything. */
  async close(): Promise<void> {
    await this.#running;
    this.#closed = true;
    await this.#chain.close();
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      // What has arrived in this turn of the event loop shares the fdatasync: it would wait for the next one.
      await new Promise(setImmediate);
      const batch = this.#takeBatch();
      try {
        const places = await this.#commit(batch);
        this.#answer(batch, null, places);
      } catch (error) {
        await this.#reject(batch, toLogError(error, "writing the log"));
      }
    }
    this.#running = null;
  }

  #takeBatch(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { payload } of this.#queue) {
      bytes += payload.bytes;
      if (count > 0 && bytes > BATCH_BYTES) break;
      count++;
    }
    return this.#queue.splice(0, count);
  }

  async #commit(batch: readonly Waiting[]): Promise<RecordPlace[]> {
    if (this.#closed) throw new AppError("unavailable", "This recording log is closed.");
    if (this.#full) await this.#lookForSpace();
    return await this.#chain.commit(batch.map(({ payload }) => payload));
  }

  async #reject(batch: readonly Waiting[], failure: AppError): Promise<void> {
    await this.#chain.giveUp();
    if (failure.code === "storage_full" && !this.#full) {
      this.#full = true;
      this.#probedAt = this.#options.now();
      await this.#reserve.release();
    }
    // Whoever appends again at once must not keep the event loop from everyone else.
    await new Promise(setImmediate);
    const rest = this.#queue;
    this.#queue = [];
    this.#options.observer.rejected();
    this.#answer([...batch, ...rest], failure, []);
  }

  async #lookForSpace(): Promise<void> {
    const { now, probeEveryMs } = this.#options;
    if (now() - this.#probedAt < probeEveryMs) throw diskFull();
    this.#probedAt = now();
    if (!(await this.#reserve.take())) throw diskFull();
    this.#full = false;
  }

  #answer(batch: readonly Waiting[], error: AppError | null, places: readonly RecordPlace[]): void {
    for (const [i, { payload, done }] of batch.entries()) {
      this.#waitingBytes -= payload.bytes;
      try {
        done(error, places[i] ?? null);
      } catch (thrown) {
        // A fault of the caller's: it must not keep the others from their answers, nor stay unseen.
        queueMicrotask(() => {
          throw thrown;
        });
      }
    }
  }
}
