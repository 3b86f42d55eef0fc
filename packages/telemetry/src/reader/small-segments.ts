import { readFile } from "node:fs/promises";
import type { ObjectStore } from "../object-store/index.ts";
import type { SegmentRef } from "../types.ts";
import { wrongSize } from "./open-file.ts";
import { OpenSegment } from "./open-segment.ts";
import { countRead, type ReadCounters } from "./range-source.ts";
import type { SegmentHeads } from "./segment-heads.ts";
import { SegmentMemory } from "./segment-memory.ts";
import { readWholeFile } from "./whole-file.ts";

/** Up to here one `pread` of the whole takes little longer than one of the head. */
const SMALL_BYTES_MAX = 64 * 1024;

/** Segments of files so small that they are read whole and kept in memory. */
export class SmallSegments {
  readonly #store: ObjectStore;
  readonly #heads: SegmentHeads;
  readonly #counters: ReadCounters;
  readonly #memory: SegmentMemory;

  constructor(store: ObjectStore, parts: { bytesMax: number; heads: SegmentHeads; counters: ReadCounters }) {
    this.#store = store;
    this.#heads = parts.heads;
    this.#counters = parts.counters;
    this.#memory = new SegmentMemory(parts.bytesMax);
  }

  get(key: string): OpenSegment | undefined {
    return this.#memory.get(key);
  }

  /**
   * Read at once; undefined when it is not small, or no file of this machine.
   * @throws AppError `not_found`, or `corrupt_data` when this is no whole segment of ours
   */
  open(ref: SegmentRef): OpenSegment | undefined {
    const path = this.#pathOf(ref);
    if (path === null) return undefined;
    const room = this.#memory.room(ref.bytes + 1);
    readWholeFile(path, ref, this.#counters, room);
    return this.#keep(ref, room.subarray(0, ref.bytes));
  }

  /**
   * The same before anybody asks, and without holding up those who do; nothing for what is not small.
   * @returns false once there is no more room for it
   * @throws what `open` throws
   */
  async prepare(ref: SegmentRef): Promise<boolean> {
    const path = this.#pathOf(ref);
    if (path === null || this.#memory.get(ref.key) !== undefined) return true;
    if (!this.#memory.hasRoom(ref.bytes)) return false;
    const bytes = await readFile(path);
    this.#counters.opens++;
    countRead(this.#counters, bytes.byteLength);
    // Asked for meanwhile.
    if (this.#memory.get(ref.key) !== undefined) return true;
    if (bytes.byteLength !== ref.bytes) throw wrongSize(ref.key, bytes.byteLength, ref.bytes);
    const room = this.#memory.room(ref.bytes);
    room.set(bytes);
    this.#keep(ref, room);
    return true;
  }

  clear(): void {
    this.#memory.clear();
  }

  #pathOf({ key, bytes }: SegmentRef): string | null {
    return bytes <= SMALL_BYTES_MAX ? this.#store.localPath(key) : null;
  }

  #keep(ref: SegmentRef, bytes: Buffer): OpenSegment {
    const segment = OpenSegment.inMemory(bytes, ref, this.#heads);
    this.#memory.keep(ref.key, segment, ref.bytes);
    return segment;
  }
}
