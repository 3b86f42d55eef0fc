import type { ObjectStore } from "../object-store/index.ts";
import { dataStart, HEAD_AT } from "../segment/segment-head.ts";
import type { SegmentRef } from "../types.ts";
import { openRangeSource, type RangeSource, type ReadCounters } from "./range-source.ts";
import { headEnd, parseHead, type SegmentHeads, type Topics } from "./segment-heads.ts";
import { Blocks } from "./read-blocks.ts";

/** Enough for the heads of most episodes in one read. */
const FIRST_READ_BYTES = 16 * 1024;

/** An open segment: its head, and byte ranges counted from where the head's positions begin. */
export class OpenSegment {
  readonly topics: Topics;
  readonly headBytes: number;
  readonly source: RangeSource;
  /** All of it, where it lies in memory: lent, not to be changed. */
  readonly lent: Blocks | null;
  readonly #start: number;
  #marks: Map<string, Float64Array> | undefined;
  #users = 0;
  #dropped = false;
  #closed = false;

  private constructor(topics: Topics, headBytes: number, source: RangeSource, whole?: Uint8Array) {
    const start = dataStart(headBytes);
    this.topics = topics;
    this.headBytes = headBytes;
    this.source = source;
    this.lent =
      whole === undefined ? null : new Blocks([{ from: -start, to: whole.byteLength - start, bytes: whole }]);
    this.#start = start;
  }

  /** @param bytes all of it, at a multiple of 8 @throws AppError `corrupt_data` when this is no segment of ours */
  static inMemory(bytes: Buffer, ref: SegmentRef, heads: SegmentHeads): OpenSegment {
    const end = headEnd(bytes, ref);
    const topics = heads.topicsOf(bytes.subarray(HEAD_AT, end), ref.key);
    return new OpenSegment(topics, end - HEAD_AT, memorySource(bytes), bytes);
  }

  /** @throws AppError `not_found`, or `corrupt_data` when this is no whole segment of ours */
  static async open(store: ObjectStore, ref: SegmentRef, counters: ReadCounters): Promise<OpenSegment> {
    const source = openRangeSource(store, ref, counters);
    try {
      const answer = await source.read(0, Math.min(FIRST_READ_BYTES, ref.bytes));
      const first = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength);
      const end = headEnd(first, ref);
      const rest = end > first.byteLength ? await source.read(first.byteLength, end) : new Uint8Array(0);
      const json = Buffer.concat([first.subarray(HEAD_AT, end), rest]);
      return new OpenSegment(parseHead(json, ref.key), end - HEAD_AT, source);
    } catch (error) {
      source.close();
      throw error;
    }
  }

  /** Time marks once read, by topic. */
  get marks(): Map<string, Float64Array> {
    return (this.#marks ??= new Map());
  }

  /** Bytes `[from, to)` in positions of the head; `from` must be a multiple of 8 so that typed arrays can lie on the answer. */
  read(from: number, to: number): Uint8Array | Promise<Uint8Array> {
    return this.source.read(this.#start + from, this.#start + to);
  }

  /** Keeps the file open while `act` runs, even if the cache drops the segment meanwhile. */
  async use<T>(act: (segment: OpenSegment) => T | Promise<T>): Promise<T> {
    this.#users++;
    try {
      return await act(this);
    } finally {
      this.#users--;
      if (this.#dropped) this.#closeSoon();
    }
  }

  drop(): void {
    this.#dropped = true;
    this.#closeSoon();
  }

  /** Not at once: whoever was just handed this segment begins to use it before the event loop turns. */
  #closeSoon(): void {
    if (!this.source.holdsFile) return;
    setImmediate(() => {
      if (this.#users > 0 || this.#closed) return;
      this.#closed = true;
      this.source.close();
    });
  }
}

/** What it answers is copied: it is the caller's own. */
function memorySource(bytes: Buffer): RangeSource {
  return {
    holdsFile: false,
    read(start, end) {
      const copy = Buffer.allocUnsafeSlow(end - start);
      bytes.copy(copy, 0, start, end);
      return copy;
    },
    close: () => undefined,
  };
}
