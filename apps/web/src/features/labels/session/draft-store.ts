import type { Drafted, DraftSpan } from "../room/presence.ts";
import type { SaveView } from "../room/save-state.ts";
import type { Store } from "../room/store.ts";

/** Where a label is while somebody drags it. */
export interface Draft extends DraftSpan {
  /** Null: one's own hand. */
  who: Drafted["who"] | null;
}

const NOTHING: readonly DraftSpan[] = [];

/**
 * Labels on their way. A drag is shown while it lasts, to oneself at once and to the others by presence, and is stored when it is let go: one change, not
 * one for every step. The others keep seeing where it was let go until they have it in the document, so that nothing jumps back.
 */
export class DraftStore {
  readonly #theirs: Store<ReadonlyMap<string, Drafted>>;
  readonly #save: Store<SaveView>;
  readonly #listeners = new Set<() => void>();
  #own: readonly DraftSpan[] = NOTHING;
  #told: readonly DraftSpan[] = NOTHING;
  #stopWaiting = (): void => undefined;

  constructor(theirs: Store<ReadonlyMap<string, Drafted>>, save: Store<SaveView>) {
    this.#theirs = theirs;
    this.#save = save;
    theirs.subscribe(() => this.#tell());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly of = (id: string): Draft | undefined => {
    const own = this.#own.find((one) => one.id === id);
    return own === undefined ? this.#theirs.get().get(id) : { ...own, who: null };
  };

  /** What the others are told. */
  get told(): readonly DraftSpan[] {
    return this.#told;
  }

  /** Has these in hand. */
  hold(spans: readonly DraftSpan[]): void {
    this.#stopWaiting();
    this.#own = spans;
    this.#told = spans;
    this.#tell();
  }

  /** Lets go: what came of it is in the document, or nothing did. */
  release(): void {
    if (this.#own === NOTHING) return;
    this.#own = NOTHING;
    this.#tell();
    const forget = (): void => {
      // The server shows a change to the others before it calls it saved.
      if (this.#save.get().kind !== "saved") return;
      this.#stopWaiting();
      this.#told = NOTHING;
      this.#tell();
    };
    this.#stopWaiting = this.#save.subscribe(forget);
    forget();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
