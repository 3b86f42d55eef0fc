import { AppError } from "@retake/core/errors";
import type { ObjectStore } from "../object-store/index.ts";
import { dataStart, HEAD_AT, MAGIC, type HeadTopic, type SegmentHead } from "../segment/segment-head.ts";
import type { SegmentRef } from "../types.ts";
import { openRangeSource, type RangeSource } from "./range-source.ts";

/** Enough for the heads of most episodes in one read. */
const FIRST_READ_BYTES = 16 * 1024;

export interface ReadCounters {
  opens: number;
  reads: number;
  bytesRead: number;
}

/** An open segment: its head, and byte ranges counted from where the head's positions begin. */
export class OpenSegment {
  readonly key: string;
  readonly topics: ReadonlyMap<string, HeadTopic>;
  readonly headBytes: number;
  /** Time marks once read, by topic. */
  readonly marks = new Map<string, Float64Array>();
  readonly #source: RangeSource;
  readonly #start: number;
  readonly #counters: ReadCounters;
  #users = 0;
  #dropped = false;
  #closed = false;

  private constructor(
    key: string,
    source: RangeSource,
    head: SegmentHead,
    headBytes: number,
    counters: ReadCounters,
  ) {
    this.key = key;
    this.topics = new Map(head.topics.map((topic) => [topic.name, topic]));
    this.headBytes = headBytes;
    this.#source = source;
    this.#start = dataStart(headBytes);
    this.#counters = counters;
  }

  /** @throws AppError `not_found`, or `corrupt_data` when this is no whole segment of ours */
  static async open(store: ObjectStore, ref: SegmentRef, counters: ReadCounters): Promise<OpenSegment> {
    counters.opens++;
    const source = await openRangeSource(store, ref.key, ref.bytes);
    const read = async (start: number, end: number): Promise<Uint8Array> => {
      counters.reads++;
      counters.bytesRead += end - start;
      return await source.read(start, end);
    };
    try {
      const answer = await read(0, Math.min(FIRST_READ_BYTES, ref.bytes));
      const first = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength);
      const headBytes = first.byteLength < HEAD_AT ? 0 : first.readUInt32LE(MAGIC.length);
      const headEnd = HEAD_AT + headBytes;
      if (headBytes === 0 || headEnd > ref.bytes || first.toString("latin1", 0, MAGIC.length) !== MAGIC) {
        throw new AppError("corrupt_data", "This file is not a segment.", { detail: ref.key });
      }
      const rest = headEnd > first.byteLength ? await read(first.byteLength, headEnd) : new Uint8Array(0);
      const json = Buffer.concat([first.subarray(HEAD_AT, headEnd), rest]).toString();
      return new OpenSegment(ref.key, source, parseHead(json, ref.key), headBytes, counters);
    } catch (error) {
      source.close();
      throw error;
    }
  }

  /** Bytes `[from, to)` in positions of the head; `from` must be a multiple of 8 so that typed arrays can lie on the answer. */
  read(from: number, to: number): Uint8Array | Promise<Uint8Array> {
    this.#counters.reads++;
    this.#counters.bytesRead += to - from;
    return this.#source.read(this.#start + from, this.#start + to);
  }

  /** Keeps the file open while `act` runs, even if the cache drops the segment meanwhile. */
  async use<T>(act: (segment: OpenSegment) => Promise<T>): Promise<T> {
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
    setImmediate(() => {
      if (this.#users > 0 || this.#closed) return;
      this.#closed = true;
      this.#source.close();
    });
  }
}

function parseHead(json: string, key: string): SegmentHead {
  try {
    const head = JSON.parse(json) as SegmentHead;
    if (head.version === 1 && Array.isArray(head.topics)) return head;
  } catch {
    // Falls through to the same words: a head that is no JSON is no head.
  }
  throw new AppError("corrupt_data", "This segment's head cannot be read.", { detail: key });
}
