import type { Envelope } from "@retake/telemetry/types";
import { clampSpan, type TimeSpan } from "./view-window.ts";

/** About one bucket per pixel of a wide screen. */
export const BUCKETS = 1_200;
/** Asked for beyond both ends of the view, as a share of it, so that small pans need nothing new. */
const MARGIN = 0.5;

export type LoadEnvelopes = (
  topics: readonly string[],
  span: TimeSpan,
  signal: AbortSignal,
) => Promise<Envelope[]>;

interface Holding {
  span: TimeSpan;
  envelopes: Map<string, Envelope>;
}

export interface EnvelopeState {
  /** Words of the last failure; what was loaded before stays. */
  error: string | null;
  loaded: boolean;
}

/**
 * The envelopes of an episode's signals: the whole episode once, and finer ones of the part in view where buckets hold several samples.
 */
export class EnvelopeStore {
  readonly #topics: readonly string[];
  readonly #whole: TimeSpan;
  readonly #load: LoadEnvelopes;
  readonly #listeners = new Set<() => void>();
  #base: Holding | null = null;
  #detail: Holding | null = null;
  #request: AbortController | null = null;
  #state: EnvelopeState = { error: null, loaded: false };

  constructor(topics: readonly string[], whole: TimeSpan, load: LoadEnvelopes) {
    this.#topics = topics;
    this.#whole = whole;
    this.#load = load;
  }

  readonly getState = (): EnvelopeState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** The finest data at hand that covers `view`; the whole episode's otherwise; null before anything came. */
  get(topic: string, view: TimeSpan): Envelope | null {
    const detail = this.#detail !== null && covers(this.#detail.span, view) ? this.#detail : this.#base;
    return detail?.envelopes.get(topic) ?? this.#base?.envelopes.get(topic) ?? null;
  }

  /** Loads what `view` needs and is not here. Of several calls only the last one's answer counts. */
  async want(view: TimeSpan): Promise<void> {
    if (this.#topics.length === 0) {
      this.#update({ error: null, loaded: true });
      return;
    }
    const span = this.#base === null ? this.#whole : this.#spanToLoad(view);
    if (span === null) return;
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    try {
      const list = await this.#load(this.#topics, span, request.signal);
      if (request.signal.aborted) return;
      const holding = { span, envelopes: new Map(list.map((envelope) => [envelope.topic, envelope])) };
      if (this.#base === null) this.#base = holding;
      else this.#detail = holding;
      this.#update({ error: null, loaded: true });
    } catch (error) {
      if (request.signal.aborted) return;
      const words = error instanceof Error ? error.message : "The server did not answer.";
      this.#update({ error: words, loaded: this.#base !== null });
    }
  }

  dispose(): void {
    this.#request?.abort();
  }

  #spanToLoad(view: TimeSpan): TimeSpan | null {
    const held = this.#detail !== null && covers(this.#detail.span, view) ? this.#detail : this.#base;
    if (held === null) return this.#whole;
    const isRaw = [...held.envelopes.values()].every((envelope) => envelope.samplesPerBucket <= 1);
    const length = view.to - view.from;
    const isFine = length > (held.span.to - held.span.from) / (1 + 4 * MARGIN);
    if (isRaw || isFine) return null;
    return clampSpan({ from: view.from - length * MARGIN, to: view.to + length * MARGIN }, this.#whole);
  }

  #update(state: EnvelopeState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function covers(outer: TimeSpan, inner: TimeSpan): boolean {
  return outer.from <= inner.from + 1e-9 && outer.to >= inner.to - 1e-9;
}
