import type { OpenSegment } from "./open-segment.ts";

const BLOCK_BYTES = 1 << 20;

interface Block {
  memory: Buffer;
  /** Bytes that hold a segment; never written again. */
  used: number;
  keys: string[];
}

/**
 * Small segments whole, many to a block of memory, the oldest block out first. So they cost the garbage collector nothing, whose work grows
 * with the pieces of memory that outlive a request. A view stays good for whoever has it, also after its block is gone from here.
 */
export class SegmentMemory {
  readonly #bytesMax: number;
  readonly #blocks: Block[] = [];
  readonly #segments = new Map<string, OpenSegment>();

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get(key: string): OpenSegment | undefined {
    return this.#segments.get(key);
  }

  /** Whether so many bytes would push nothing out. */
  hasRoom(bytes: number): boolean {
    const block = this.#blocks.at(-1);
    if (block !== undefined && block.used + bytes <= BLOCK_BYTES) return true;
    return (this.#blocks.length + 1) * BLOCK_BYTES <= this.#bytesMax;
  }

  /** Where so many bytes, at most a block, may be written; they are lost unless they are kept before others ask. */
  room(bytes: number): Buffer {
    const { memory, used } = this.#blockFor(bytes);
    return memory.subarray(used, used + bytes);
  }

  /** @param bytes of those given by `room` */
  keep(key: string, segment: OpenSegment, bytes: number): void {
    const block = this.#blockFor(bytes);
    // A typed array begins at a multiple of 8.
    block.used = Math.ceil((block.used + bytes) / 8) * 8;
    block.keys.push(key);
    this.#segments.set(key, segment);
  }

  clear(): void {
    this.#blocks.length = 0;
    this.#segments.clear();
  }

  #blockFor(bytes: number): Block {
    const last = this.#blocks.at(-1);
    if (last !== undefined && last.used + bytes <= BLOCK_BYTES) return last;
    if (!this.hasRoom(bytes)) for (const key of this.#blocks.shift()?.keys ?? []) this.#segments.delete(key);
    const block = { memory: Buffer.allocUnsafeSlow(BLOCK_BYTES), used: 0, keys: [] };
    this.#blocks.push(block);
    return block;
  }
}
