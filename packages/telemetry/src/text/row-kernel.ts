import { ROW_KERNEL_BASE64 } from "./row-kernel-module.ts";

/** Pieces are copied so many bytes at a time: none may end closer than that to the end of the memory. */
const COPIED_BYTES = 32;
const PAGE_BYTES = 1 << 16;
/** Memory never shrinks: a kernel that grew beyond this is let go of, and the next one begins small. */
const KEPT_BYTES_MAX = 8 << 20;
/** Texts that lie in kernels' memory at once: each kernel reserves 10 GB of addresses, and answers may be read slowly. */
const LENT_MAX = 8;

/** Places in the kernel's memory. */
export interface RowPlaces {
  order: number;
  topics: number;
  texts: number;
  pieces: number;
  out: number;
}

interface KernelExports {
  memory: WebAssembly.Memory;
  freeFrom: WebAssembly.Global;
  writeRows(order: number, count: number, topics: number, texts: number, pieces: number, out: number): number;
  writeFloat32(at: number, x: number): number;
}

/**
 * Compiled code that writes rows, with the memory it reads from and writes to; all places are in that memory. One call after another,
 * each from `begin` on: what lies there is good until then.
 */
export class RowKernel {
  readonly #exports: KernelExports;
  readonly #start: number;
  #memory: MemoryViews;
  #free: number;

  constructor() {
    const rareFloat32 = (at: number, x: number): number => this.#text(at, shortFloat32(x));
    const anyFloat64 = (at: number, x: number): number => this.#text(at, String(x));
    const imports = { "row-kernel": { rareFloat32, anyFloat64 } };
    this.#exports = new WebAssembly.Instance(compiled(), imports).exports as unknown as KernelExports;
    this.#start = this.#free = aligned(Number(this.#exports.freeFrom.value));
    this.#memory = viewsOf(this.#exports.memory);
  }

  get byteLength(): number {
    return this.#memory.bytes.byteLength;
  }

  /** The memory in words of 32 bits; another view after every `take` and `put`. */
  get words(): Uint32Array {
    return this.#memory.words;
  }

  /** The memory, likewise. */
  get bytes(): Buffer {
    return this.#memory.bytes;
  }

  begin(): void {
    this.#free = this.#start;
  }

  /** @returns where so many bytes are free, at a multiple of 32 */
  take(bytes: number): number {
    const place = this.#free;
    this.#free = aligned(place + bytes);
    const missing = this.#free + COPIED_BYTES - this.byteLength;
    if (missing > 0) this.#grow(missing);
    return place;
  }

  /** @returns where the values lie now */
  put(values: Float32Array | Float64Array | Int32Array | Uint16Array | Uint8Array): number {
    const place = this.take(values.byteLength);
    const { doubles, floats, words, halves, bytes } = this.#memory;
    // Set in their own size: a view of their bytes would cost more than copying them.
    if (values instanceof Float32Array) floats.set(values, place / 4);
    else if (values instanceof Float64Array) doubles.set(values, place / 8);
    else if (values instanceof Int32Array) words.set(values, place / 4);
    else if (values instanceof Uint16Array) halves.set(values, place / 2);
    else bytes.set(values, place);
    return place;
  }

  /**
   * Puts texts one behind the other, in one call: each takes as long as all of them.
   * @returns of each where it begins and how many bytes of UTF-8 it has
   */
  putTexts(texts: readonly string[]): { place: number; bytes: number }[] {
    const joined = texts.join("");
    let place = this.take(3 * joined.length);
    const isPlain = this.#memory.bytes.write(joined, place) === joined.length;
    return texts.map((text) => {
      const bytes = isPlain ? text.length : Buffer.byteLength(text);
      const put = { place, bytes };
      place += bytes;
      return put;
    });
  }

  /** Writes where there is room. @returns bytes of UTF-8 */
  write(text: string, place: number): number {
    return text === "" ? 0 : this.#memory.bytes.write(text, place);
  }

  /** See `writeRows` in `kernel/row-kernel.ts`. */
  writeRows({ order, topics, texts, pieces, out }: RowPlaces, count: number): number {
    return this.#exports.writeRows(order, count, topics, texts, pieces, out);
  }

  /** Writes one number, where there must be room for it; where it ends. */
  float32(out: Buffer, at: number, x: number): number {
    const { bytes } = this.#memory;
    const end = this.#exports.writeFloat32(this.#start, x);
    let to = at;
    for (let from = this.#start; from < end; from++) out[to++] = bytes[from] ?? 0;
    return to;
  }

  #text(at: number, text: string): number {
    return at + this.#memory.bytes.write(text, at, "latin1");
  }

  #grow(bytes: number): void {
    const { memory } = this.#exports;
    memory.grow(Math.ceil(Math.max(bytes, this.byteLength / 2) / PAGE_BYTES));
    this.#memory = viewsOf(memory);
  }
}

type MemoryViews = ReturnType<typeof viewsOf>;

function viewsOf({ buffer }: WebAssembly.Memory) {
  return {
    bytes: Buffer.from(buffer),
    halves: new Uint16Array(buffer),
    words: new Uint32Array(buffer),
    floats: new Float32Array(buffer),
    doubles: new Float64Array(buffer),
  };
}

let kept: RowKernel | undefined;

/** The one for all. What it answers is to be copied before anybody else asks. */
export function rowKernel(): RowKernel {
  if (kept === undefined || kept.byteLength > KEPT_BYTES_MAX) kept = new RowKernel();
  return kept;
}

const free: RowKernel[] = [];
let made = 0;

/** One that is the caller's alone until it is given back; undefined while all are lent. */
export function lendKernel(): RowKernel | undefined {
  const kernel = free.pop();
  if (kernel !== undefined || made === LENT_MAX) return kernel;
  made++;
  return new RowKernel();
}

/** To be called once for each that was lent, when nobody looks at its memory any more. */
export function giveKernel(kernel: RowKernel): void {
  if (kernel.byteLength > KEPT_BYTES_MAX) made--;
  else free.push(kernel);
}

let wasm: WebAssembly.Module | undefined;

function compiled(): WebAssembly.Module {
  return (wasm ??= new WebAssembly.Module(Buffer.from(ROW_KERNEL_BASE64, "base64")));
}

function aligned(place: number): number {
  return Math.ceil(place / COPIED_BYTES) * COPIED_BYTES;
}

/** For the very small and the very large: the shortest of 6 to 9 significant digits. */
function shortFloat32(x: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(x.toPrecision(digits));
    if (Math.fround(rounded) === x) return String(rounded);
  }
  return String(Number(x.toPrecision(9)));
}
