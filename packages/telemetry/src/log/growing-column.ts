type NumericArray = Float32Array | Float64Array | BigInt64Array | Uint8Array | Int32Array;

/** Numbers appended one row after the other, `dims` to a row, in one array that doubles when it is full. */
export class GrowingColumn<A extends NumericArray> {
  readonly #make: (length: number) => A;
  readonly #dims: number;
  #array: A;
  #rows = 0;

  constructor(make: (length: number) => A, dims = 1) {
    this.#make = make;
    this.#dims = dims;
    this.#array = make(16 * dims);
  }

  /** Values of another kind of array than this column's are a caller's fault. */
  push(row: ArrayLike<unknown>): void {
    if ((this.#rows + 1) * this.#dims > this.#array.length) {
      const larger = this.#make(2 * this.#array.length);
      set(larger, this.#array, 0);
      this.#array = larger;
    }
    set(this.#array, row, this.#rows++ * this.#dims);
  }

  /** The rows in that order, without room for more. */
  gather(order: Uint32Array): A {
    const gathered = this.#make(order.length * this.#dims);
    for (const [to, from] of order.entries()) {
      set(gathered, this.#array.subarray(from * this.#dims, (from + 1) * this.#dims), to * this.#dims);
    }
    return gathered;
  }

  /** The first value of a row. */
  at(row: number): A[number] | undefined {
    return this.#array[row * this.#dims];
  }
}

function set(into: NumericArray, values: ArrayLike<unknown>, at: number): void {
  (into as { set(values: ArrayLike<unknown>, at: number): void }).set(values, at);
}
