import { createStore, type Store } from "./store.ts";

export type SaveView =
  | { kind: "connecting" }
  | { kind: "saved" }
  /** How many changes the server has not confirmed. */
  | { kind: "saving"; waiting: number }
  /** No connection. Changes stay in this browser and go out when it is back. */
  | { kind: "offline"; unsaved: boolean }
  /** The room will not have this connection: it stays closed. */
  | { kind: "closed"; code: number; unsaved: boolean };

/**
 * What may truly be said about one's changes. "Saved" only when the server has confirmed every update that this connection sent; what was changed
 * before it came about is in the first of them.
 */
export class SaveState {
  readonly store: Store<SaveView> = createStore<SaveView>({ kind: "connecting" }, (a, b) => same(a, b));
  #sent = 0;
  #stored = 0;
  #unsaved = false;
  #synced = false;
  #offline = false;
  #closed: number | null = null;

  /** A connection begins: it has sent nothing. */
  opened(): void {
    this.#sent = 0;
    this.#stored = 0;
    this.#closed = null;
    this.#publish();
  }

  /** Both sides know what the other knew. */
  synced(): void {
    this.#synced = true;
    this.#offline = false;
    this.#publish();
  }

  lost(): void {
    this.#synced = false;
    this.#offline = true;
    this.#publish();
  }

  closed(code: number): void {
    this.#synced = false;
    this.#closed = code;
    this.#publish();
  }

  /** Somebody here changed the document. */
  changed(): void {
    this.#unsaved = true;
    this.#publish();
  }

  sent(): void {
    this.#sent += 1;
    this.#publish();
  }

  /** @param count updates of this connection that are stored */
  stored(count: number): void {
    this.#stored = count;
    if (this.#stored >= this.#sent) this.#unsaved = false;
    this.#publish();
  }

  #publish(): void {
    this.store.set(this.#view());
  }

  #view(): SaveView {
    if (this.#closed !== null) return { kind: "closed", code: this.#closed, unsaved: this.#unsaved };
    if (!this.#synced)
      return this.#offline ? { kind: "offline", unsaved: this.#unsaved } : { kind: "connecting" };
    const waiting = this.#sent - this.#stored;
    return this.#unsaved && waiting > 0 ? { kind: "saving", waiting } : { kind: "saved" };
  }
}

function same(a: SaveView, b: SaveView): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
