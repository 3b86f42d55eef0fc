import { ROW_KERNEL_BASE64 } from "./row-kernel-module.ts";

/** Pieces are copied so many bytes at a time: no piece may end closer than that to the end of the memory. */
const COPIED_BYTES = 16;
const PAGE_BYTES = 1 << 16;
/** Memory never shrinks: a kernel that grew beyond this is let go of, and the next one begins small. */
const KEPT_BYTES_MAX = 8 << 20;

interface KernelExports {
  memory: WebAssembly.Memory;
  freeFrom: WebAssembly.Global;
  writeRows(
    order: number,
    count: number,
    topics: number,
    times: number,
    texts: number,
    pieces: number,
    out: number,
  ): number;
  writeFloat32(at: number, x: number): number;
}

/**
 * Compiled code that writes rows, with the memory it reads from and writes to; all places are in that memory. One call after another,
 * each from `begin` on: what lies there is good until then.
 */
export class RowKernel {
  readonly #exports: KernelExports;
  readonly #start: number;
  #bytes: Buffer;
  #words: Uint32Array;
  #free: number;

  constructor() {
    const imports = { "row-kernel": { rareFloat32: this.#rareFloat32.bind(this) } };
    this.#exports = new WebAssembly.Instance(compiled(), imports).exports as unknown as KernelExports;
    this.#start = this.#free = aligned(Number(this.#exports.freeFrom.value));
    this.#bytes = Buffer.from(this.#exports.memory.buffer);
    this.#words = new Uint32Array(this.#exports.memory.buffer);
  }

  /** The memory; another view after every `take`. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** The same in words of 32 bits. */
  get words(): Uint32Array {
    return this.#words;
  }

  begin(): void {
    this.#free = this.#start;
  }

  /** @returns where so many bytes are free, at a multiple of 16 */
  take(bytes: number): number {
    const place = this.#free;
    this.#free = aligned(place + bytes);
    const missing = this.#free + COPIED_BYTES - this.#bytes.byteLength;
    if (missing > 0) this.#grow(missing);
    return place;
  }

  /** @returns where the bytes lie now */
  put({ buffer, byteOffset, byteLength }: ArrayBufferView): number {
    const place = this.take(byteLength);
    this.#bytes.set(new Uint8Array(buffer, byteOffset, byteLength), place);
    return place;
  }

  /** See `writeRows` in `kernel/row-kernel.ts`. */
  writeRows(
    place: { order: number; topics: number; times: number; texts: number; pieces: number; out: number },
    count: number,
  ): Uint8Array {
    const { order, topics, times, texts, pieces, out } = place;
    const end = this.#exports.writeRows(order, count, topics, times, texts, pieces, out);
    return this.#bytes.subarray(out, end);
  }

  /** The text of one number, good until the next call. */
  float32(x: number): Uint8Array {
    return this.#bytes.subarray(this.#start, this.#exports.writeFloat32(this.#start, x));
  }

  #grow(bytes: number): void {
    const { memory } = this.#exports;
    memory.grow(Math.ceil(Math.max(bytes, memory.buffer.byteLength / 2) / PAGE_BYTES));
    this.#bytes = Buffer.from(memory.buffer);
    this.#words = new Uint32Array(memory.buffer);
  }

  /** For the very small and the very large: the shortest of 6 to 9 significant digits. */
  #rareFloat32(at: number, x: number): number {
    return at + this.#bytes.write(shortFloat32(x), at, "latin1");
  }
}

let kept: RowKernel | undefined;

/** The one there is. What it answers is to be copied before anybody else asks. */
export function rowKernel(): RowKernel {
  if (kept === undefined || kept.bytes.byteLength > KEPT_BYTES_MAX) kept = new RowKernel();
  return kept;
}

let wasm: WebAssembly.Module | undefined;

function compiled(): WebAssembly.Module {
  return (wasm ??= new WebAssembly.Module(Buffer.from(ROW_KERNEL_BASE64, "base64")));
}

function aligned(place: number): number {
  return Math.ceil(place / COPIED_BYTES) * COPIED_BYTES;
}

function shortFloat32(x: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(x.toPrecision(digits));
    if (Math.fround(rounded) === x) return String(rounded);
  }
  return String(Number(x.toPrecision(9)));
}
