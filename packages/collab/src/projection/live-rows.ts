import { isChanged, type RowPair } from "./row-pair.ts";

/** Rows by id, and what has become of them since the last {@link LiveRows.take}. */
export class LiveRows<T extends object> {
  readonly #rows = new Map<string, T>();
  readonly #before = new Map<string, T | null>();

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): T | undefined {
    return this.#rows.get(id);
  }

  set(id: string, row: T | null): void {
    if (!this.#before.has(id)) this.#before.set(id, this.#rows.get(id) ?? null);
    if (row === null) this.#rows.delete(id);
    else this.#rows.set(id, row);
  }

  /** Rows that are different now; asked again, those that became different since. */
  take(): Map<string, RowPair<T>> {
    const pairs = new Map<string, RowPair<T>>();
    for (const [id, was] of this.#before) {
      const pair = { was, now: this.#rows.get(id) ?? null };
      if (isChanged(pair)) pairs.set(id, pair);
    }
    this.#before.clear();
    return pairs;
  }

  values(): IterableIterator<T> {
    return this.#rows.values();
  }
}
