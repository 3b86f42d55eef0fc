/** Whole numbers below 2^32, appended: 4 to 6 bytes each, where an array takes 8 to 12. */
export class U32List {
  #array = new Uint32Array(8);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#array.length) {
      const larger = new Uint32Array(Math.ceil(1.5 * this.#length));
      larger.set(this.#array);
      this.#array = larger;
    }
    this.#array[this.#length++] = value;
  }

  /** 0 where there is none. */
  at(i: number): number {
    return i < this.#length ? (this.#array[i] ?? 0) : 0;
  }

  /** Of numbers that never become smaller: where the last one below `value` stands, 0 when there is none. */
  lastBelow(value: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at(middle) < value) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}
