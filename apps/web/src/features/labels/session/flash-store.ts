/** How long a teammate's edit wears their colour. */
const FLASH_MS = 1_500;

export interface Flash {
  name: string;
  colour: string;
}

/** Labels that somebody else has changed just now. */
export class FlashStore {
  readonly #flashes = new Map<string, Flash>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly of = (id: string): Flash | undefined => this.#flashes.get(id);

  add(ids: readonly string[], who: Flash | null): void {
    if (who === null || ids.length === 0) return;
    for (const id of ids) this.#flashes.set(id, who);
    this.#tell();
    setTimeout(() => {
      for (const id of ids) if (this.#flashes.get(id) === who) this.#flashes.delete(id);
      this.#tell();
    }, FLASH_MS);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
