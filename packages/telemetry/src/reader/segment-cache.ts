import { LRUCache } from "lru-cache";
import type { ObjectStore } from "../object-store/index.ts";
import type { SegmentRef } from "../types.ts";
import { OpenSegment } from "./open-segment.ts";
import type { ReadCounters } from "./range-source.ts";
import { SegmentHeads } from "./segment-heads.ts";
import { SmallSegments } from "./small-segments.ts";

/** Far below the usual limit of 1,024 open files. */
const OPEN_FILES_MAX = 256;
/** What a parsed head and an open file take, beside the head's text. */
const SEGMENT_OVERHEAD_BYTES = 4096;

/** Open segments, least recently used out first. Nothing is ever invalidated: segments do not change. */
export class SegmentCache {
  readonly #store: ObjectStore;
  readonly #open: LRUCache<string, OpenSegment>;
  readonly #opening = new Map<string, Promise<OpenSegment>>();
  readonly #small: SmallSegments;
  readonly counters: ReadCounters = { opens: 0, reads: 0, bytesRead: 0 };
  #closed = false;

  constructor(store: ObjectStore, { bytesMax, smallBytesMax }: { bytesMax: number; smallBytesMax: number }) {
    this.#store = store;
    this.#small = new SmallSegments(store, {
      bytesMax: smallBytesMax,
      heads: new SegmentHeads(),
      counters: this.counters,
    });
    this.#open = new LRUCache({
      maxSize: bytesMax,
      sizeCalculation({ source, headBytes }) {
        // A parsed head takes about three times its text.
        const bytes = SEGMENT_OVERHEAD_BYTES + 3 * headBytes;
        // An open file takes its share, so that there are never too many.
        return source.holdsFile ? Math.max(bytes, Math.ceil(bytesMax / OPEN_FILES_MAX)) : bytes;
      },
      dispose: (segment) => segment.drop(),
    });
  }

  async use<T>(ref: SegmentRef, act: (segment: OpenSegment) => T | Promise<T>): Promise<T> {
    const segment = this.opened(ref);
    if (segment !== undefined) return await segment.use(act);
    let opening = this.#opening.get(ref.key);
    if (opening === undefined) {
      opening = this.#openOnce(ref);
      this.#opening.set(ref.key, opening);
    }
    const opened = await opening;
    return await opened.use(act);
  }

  /** A segment that is open or can be at once, for what its head says: its file may close as soon as the event loop turns. Undefined: ask `use`. */
  opened(ref: SegmentRef): OpenSegment | undefined {
    const known = this.#small.get(ref.key) ?? this.#open.get(ref.key);
    return known === undefined && !this.#closed ? this.#small.open(ref) : known;
  }

  /** See `SmallSegments.prepare`. */
  async prepare(ref: SegmentRef): Promise<boolean> {
    return !this.#closed && (await this.#small.prepare(ref));
  }

  close(): void {
    this.#closed = true;
    this.#open.clear();
    this.#small.clear();
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
