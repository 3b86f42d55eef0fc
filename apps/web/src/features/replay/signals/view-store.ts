import { clampSpan, followSpan, panSpan, zoomSpan, type TimeSpan } from "./view-window.ts";

/** The part of the time axis all plots and lanes show. Listeners redraw by themselves; React renders nothing for it. */
export class ViewStore {
  readonly whole: TimeSpan;
  #span: TimeSpan;
  readonly #listeners = new Set<() => void>();

  /** @param whole the episode; a single moment gets a second around it, so that it can be drawn */
  constructor(whole: TimeSpan) {
    this.whole = whole.to > whole.from ? whole : { from: whole.from - 0.5, to: whole.from + 0.5 };
    this.#span = this.whole;
  }

  get isWhole(): boolean {
    return this.#span.from <= this.whole.from && this.#span.to >= this.whole.to;
  }

  readonly get = (): TimeSpan => this.#span;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  set(span: TimeSpan): void {
    const next = clampSpan(span, this.whole);
    if (next.from === this.#span.from && next.to === this.#span.to) return;
    this.#span = next;
    for (const listener of this.#listeners) listener();
  }

  zoom(around: number, factor: number): void {
    this.set(zoomSpan(this.#span, this.whole, around, factor));
  }

  pan(seconds: number): void {
    this.set(panSpan(this.#span, this.whole, seconds));
  }

  follow(t: number): void {
    this.set(followSpan(this.#span, this.whole, t));
  }

  reset(): void {
    this.set(this.whole);
  }
}
