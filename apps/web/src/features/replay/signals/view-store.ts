import { clampSpan, followSpan, panSpan, zoomSpan, type TimeSpan } from "./view-window.ts";

/** Seconds in view at the end of an episode that records: enough to see what led to now. */
const EDGE_SPAN_S = 30;

/** The part of the time axis all plots and lanes show. Listeners redraw by themselves; React renders nothing for it. */
export class ViewStore {
  #whole: TimeSpan;
  #span: TimeSpan;
  readonly #listeners = new Set<() => void>();

  /** @param whole the episode; a single moment gets a second around it, so that it can be drawn */
  constructor(whole: TimeSpan) {
    this.#whole = whole.to > whole.from ? whole : { from: whole.from - 0.5, to: whole.from + 0.5 };
    this.#span = this.whole;
  }

  get whole(): TimeSpan {
    return this.#whole;
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

  /**
   * The episode has grown to end at `to`. A view that showed its end goes on to show it, at the same zoom; one that showed everything
   * goes on to do so until that is {@link EDGE_SPAN_S}.
   */
  grow(to: number): void {
    if (to <= this.whole.to) return;
    const { from: start, to: end } = this.whole;
    const showsEnd = this.#span.to >= end - 1e-6;
    const isShort = this.isWhole && end - start <= EDGE_SPAN_S;
    const length = isShort ? Math.min(EDGE_SPAN_S, to - start) : this.#span.to - this.#span.from;
    const keepsWhole = this.isWhole && !isShort;
    this.#whole = { from: start, to };
    if (keepsWhole) this.#span = this.whole;
    else if (showsEnd) this.#span = { from: to - length, to };
    for (const listener of this.#listeners) listener();
  }

  /** The latest moments, at the zoom there is but no wider than {@link EDGE_SPAN_S}. */
  showEnd(): void {
    const { from: start, to } = this.whole;
    const length = Math.min(EDGE_SPAN_S, this.#span.to - this.#span.from);
    this.set({ from: Math.max(start, to - length), to });
  }

  reset(): void {
    this.set(this.whole);
  }
}
