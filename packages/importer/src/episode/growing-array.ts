type Numbers = Float32Array | Float64Array | Int32Array | Uint8Array | BigInt64Array;

/** A typed array that grows by doubling; `view` is what was added so far. */
export class GrowingArray<T extends Numbers> {
  #array: T;
  #length = 0;
  readonly #make: (length: number) => T;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#array = make(256);
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
      const larger = this.#make(Math.max(this.#array.length * 2, this.#length + count));
      (larger as Float64Array).set(this.#array.subarray(0, this.#length) as Float64Array);
      this.#array = larger;
    }
    return this.#array;
  }

  advance(count: number): void {
    this.#length += count;
  }

  /** An own copy of exactly what was added. */
  take(): T {
    const taken = this.#array.slice(0, this.#length) as T;
    this.#length = 0;
    return taken;
  }

  get view(): T {
    return this.#array.subarray(0, this.#length) as T;
  }
}
