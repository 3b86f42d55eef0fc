type Numbers = Float32Array | Float64Array | Int32Array | Uint8Array | BigInt64Array;

const LENGTH_MIN = 256;

/** A typed array that grows by doubling; `view` is what was added so far. */
export class GrowingArray<T extends Numbers> {
  #array: T;
  #length = 0;
  readonly #make: (length: number) => T;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#array = make(0);
  }

  get length(): number {
    return this.#length;
  }

  push(value: T[number]): void {
    this.reserve(1)[this.#length++] = value;
  }

  /** Adds an array of the same kind. */
  append(values: T): void {
    (this.reserve(values.length) as Float64Array).set(values as Float64Array, this.#length);
    this.#length += values.length;
  }

  /** Room for `count` more values, written by the caller from `length` on and then {@link advance}d over. */
  reserve(count: number): T {
    if (this.#length + count > this.#array.length) {
      const larger = this.#make(Math.max(LENGTH_MIN, this.#array.length * 2, this.#length + count));
      (larger as Float64Array).set(this.#array.subarray(0, this.#length) as Float64Array);
      this.#array = larger;
    }
    return this.#array;
  }

  advance(count: number): void {
    this.#length += count;
  }

  /** What was added, without a copy: its memory is the caller's, and the array begins anew. */
  take(): T {
    const taken = this.view;
    this.#array = this.#make(0);
    this.#length = 0;
    return taken;
  }

  get view(): T {
    return this.#array.subarray(0, this.#length) as T;
  }
}
