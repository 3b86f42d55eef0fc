import { LRUCache } from "lru-cache";
import type { ObjectStore } from "../object-store/index.ts";
import type { SegmentRef } from "../types.ts";
import { OpenSegment, type ReadCounters } from "./open-segment.ts";

/** Far below the usual limit of 1,024 open files. */
const OPEN_SEGMENTS_MAX = 256;
/** What a parsed head and an open file take, beside the head's text. */
const SEGMENT_OVERHEAD_BYTES = 4096;

/** Open segments, least recently used out first. Nothing is ever invalidated: segments do not change. */
export class SegmentCache {
  readonly #store: ObjectStore;
  readonly #open: LRUCache<string, OpenSegment>;
  readonly #opening = new Map<string, Promise<OpenSegment>>();
  readonly counters: ReadCounters = { opens: 0, reads: 0, bytesRead: 0 };
  #closed = false;

  constructor(store: ObjectStore, bytesMax: number) {
    this.#store = store;
    this.#open = new LRUCache({
      max: OPEN_SEGMENTS_MAX,
      maxSize: bytesMax,
      // A parsed head takes about three times its text.
      sizeCalculation: (segment) => SEGMENT_OVERHEAD_BYTES + 3 * segment.headBytes,
      dispose: (segment) => segment.drop(),
    });
  }

  async use<T>(ref: SegmentRef, act: (segment: OpenSegment) => Promise<T>): Promise<T> {
    const known = this.#open.get(ref.key);
    if (known !== undefined) return await known.use(act);
    let opening = this.#opening.get(ref.key);
    if (opening === undefined) {
      opening = this.#openOnce(ref);
      this.#opening.set(ref.key, opening);
    }
    const segment = await opening;
    return await segment.use(act);
  }

  /** An open segment for what its head says, at once; its file may close as soon as the event loop turns. Undefined: ask `use`. */
  opened({ key }: SegmentRef): OpenSegment | undefined {
    return this.#open.get(key);
  }

  close(): void {
    this.#closed = true;
    this.#open.clear();
  }

  async #openOnce(ref: SegmentRef): Promise<OpenSegment> {
    try {
      const segment = await OpenSegment.open(this.#store, ref, this.counters);
      if (!this.#closed) this.#open.set(ref.key, segment);
      // Closed meanwhile, or larger than the whole cache: nobody else will let go of it.
      if (!this.#open.has(ref.key)) segment.drop();
      return segment;
    } finally {
      this.#opening.delete(ref.key);
    }
  }
}
