/** The time under the pointer, one for all plots; null when the pointer is elsewhere. */
export class HoverStore {
  #time: number | null = null;
  readonly #listeners = new Set<(time: number | null) => void>();

  get time(): number | null {
    return this.#time;
  }

  set(time: number | null): void {
    if (time === this.#time) return;
    this.#time = time;
    for (const listener of this.#listeners) listener(time);
  }

  subscribe(listener: (time: number | null) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
