import { PUT_BYTES_MAX, putFloat64, putInteger } from "./put-number.ts";
import { rowKernel } from "./row-kernel.ts";
import { giveBuffer, takeBuffer } from "./text-buffers.ts";

/** Grows a buffer of UTF-8. Whoever writes much asks for room and writes into `buffer` itself, from `length` on. */
export class TextWriter {
  #bytes: Buffer;
  #capacity: number;
  #length = 0;

  constructor(bytes = 64 * 1024) {
    this.#bytes = takeBuffer(bytes);
    this.#capacity = this.#bytes.byteLength;
  }

  get length(): number {
    return this.#length;
  }

  /** The memory written into; another one after every call of `room`. */
  get buffer(): Buffer {
    return this.#bytes;
  }

  /** Makes room for so many bytes more. */
  room(bytes: number): void {
    if (this.#length + bytes > this.#capacity) this.#grow(bytes);
  }

  /** What was put into `buffer` up to there belongs to the text. */
  endAt(length: number): void {
    this.#length = length;
  }

  /** What was written, as a view: the writer must not be used any more, but for `release`. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Once nobody looks at what was written: its memory is used for the next text. Not to call it is no fault. */
  release(): void {
    giveBuffer(this.#bytes);
    this.#bytes = Buffer.alloc(0);
    this.#capacity = this.#length = 0;
  }

  byte(code: number): void {
    this.room(1);
    this.#bytes[this.#length++] = code;
  }

  bytes(piece: Uint8Array): void {
    this.room(piece.length);
    this.#bytes.set(piece, this.#length);
    this.#length += piece.length;
  }

  text(text: string): void {
    this.room(text.length * 3);
    this.#length += this.#bytes.write(text, this.#length);
  }

  float32(x: number): void {
    this.room(PUT_BYTES_MAX);
    this.#length = rowKernel().float32(this.#bytes, this.#length, x);
  }

  float64(values: Float64Array, i: number): void {
    this.room(PUT_BYTES_MAX);
    this.#length = putFloat64(this.#bytes, this.#length, values, i);
  }

  integer(x: number): void {
    this.room(PUT_BYTES_MAX);
    this.#length = putInteger(this.#bytes, this.#length, x);
  }

  #grow(bytes: number): void {
    const larger = takeBuffer(Math.max(this.#length + bytes, this.#capacity * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    giveBuffer(this.#bytes);
    this.#bytes = larger;
    this.#capacity = larger.byteLength;
  }
}
