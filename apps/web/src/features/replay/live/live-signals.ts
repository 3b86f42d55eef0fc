import type { Envelope, TopicColumns } from "@retake/telemetry/types";
import { EnvelopeStore, type EnvelopeState, type LoadEnvelopes } from "../signals/envelope-store.ts";
import type { SignalStore } from "../signals/signal-store.ts";
import type { TimeSpan } from "../signals/view-window.ts";
import { joinEnvelopes } from "./join-envelopes.ts";
import { SampleRing } from "./sample-ring.ts";

/** Seconds of samples kept as they came: the view at the edge with room to look back. */
export const RING_S = 90;
/** Drawing takes at most this share of the time, however slow the machine: the rest is for pulling and pictures. */
const DRAW_SHARE = 0.3;
const DRAW_EVERY_MS_MIN = 33;

export interface LiveSignalsOptions {
  load: LoadEnvelopes;
  /** The whole episode as it is known now. */
  whole: () => TimeSpan;
  view: () => TimeSpan;
  now?: () => number;
  defer?: (run: () => void, ms: number) => void;
}

interface Joined {
  past: Envelope;
  version: number;
  envelope: Envelope;
}

/**
 * Signals of an episode that records: the latest samples as they came, older ones as envelopes from the server. Listeners are told at a
 * pace that leaves time for other things, never per pull.
 */
export class LiveSignals implements SignalStore {
  readonly #options: LiveSignalsOptions;
  readonly #rings = new Map<string, SampleRing>();
  readonly #views = new Map<string, { version: number; envelope: Envelope }>();
  readonly #joined = new Map<string, Joined>();
  readonly #listeners = new Set<() => void>();
  readonly #now: () => number;
  readonly #defer: (run: () => void, ms: number) => void;
  #topics: readonly string[] = [];
  #past: { store: EnvelopeStore; to: number } | null = null;
  #coming: EnvelopeStore | null = null;
  #version = 0;
  #toldAt = -Infinity;
  #tellEveryMs = DRAW_EVERY_MS_MIN;
  #isTelling = false;
  #state: EnvelopeState = { error: null, loaded: false };

  constructor(options: LiveSignalsOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#defer = options.defer ?? ((run, ms) => void setTimeout(run, ms));
  }

  readonly getState = (): EnvelopeState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Which signals older data is loaded of. */
  show(topics: readonly string[]): void {
    if (topics.join("\n") === this.#topics.join("\n")) return;
    this.#topics = topics;
    this.#forgetPast();
  }

  /** Takes in what was pulled. */
  append(columns: readonly TopicColumns[]): void {
    let isNew = false;
    for (const topic of columns) {
      if (topic.type === "image" || topic.type === "string") continue;
      isNew = this.#ring(topic).append(topic) || isNew;
    }
    if (isNew) this.#changed();
  }

  /** There is at least the beginning: plots may show. */
  begin(): void {
    this.#update({ error: null, loaded: true });
  }

  fail(words: string): void {
    this.#update({ error: words, loaded: this.#state.loaded });
  }

  /** Samples are missing before what comes next: what is held is forgotten, and loaded again where it is looked at. */
  restart(): void {
    for (const ring of this.#rings.values()) ring.clear();
    this.#forgetPast();
    this.#changed();
  }

  get(topic: string, view: TimeSpan): Envelope | null {
    const ring = this.#rings.get(topic);
    const latest = ring === undefined ? null : this.#viewOf(ring);
    if (ring !== undefined && latest !== null && view.from >= ring.from - 1e-9) return latest;
    const past =
      this.#past?.store.get(topic, { from: view.from, to: Math.min(view.to, this.#past.to) }) ?? null;
    if (past === null || latest === null) return past ?? latest;
    const held = this.#joined.get(topic);
    if (held !== undefined && held.past === past && held.version === this.#version) return held.envelope;
    const envelope = joinEnvelopes(past, latest);
    this.#joined.set(topic, { past, version: this.#version, envelope });
    return envelope;
  }

  async want(view: TimeSpan): Promise<void> {
    const from = Math.min(...this.#topics.map((topic) => this.#rings.get(topic)?.from ?? Infinity));
    if (this.#topics.length === 0 || view.from >= from) return;
    const past = this.#past;
    if (past !== null && (past.to >= from || past.to >= view.to)) {
      await past.store.want({ from: view.from, to: Math.min(view.to, past.to) });
      return;
    }
    if (this.#coming !== null) return;
    const whole = this.#options.whole();
    const store = new EnvelopeStore(this.#topics, whole, this.#options.load);
    this.#coming = store;
    await store.want(whole);
    if (this.#coming !== store) return;
    this.#coming = null;
    const { error, loaded } = store.getState();
    if (!loaded) return this.fail(error ?? "The server did not answer.");
    this.#past = { store, to: whole.to };
    store.subscribe(() => this.#changed());
    this.#update({ error: null, loaded: true });
    await this.want(this.#options.view());
  }

  dispose(): void {
    this.#forgetPast();
  }

  #forgetPast(): void {
    this.#past?.store.dispose();
    this.#coming?.dispose();
    this.#past = this.#coming = null;
    this.#joined.clear();
  }

  #ring(topic: TopicColumns): SampleRing {
    let ring = this.#rings.get(topic.name);
    if (ring === undefined || ring.dims !== topic.dims) {
      ring = new SampleRing(topic.name, topic.dims, RING_S);
      this.#rings.set(topic.name, ring);
    }
    return ring;
  }

  #viewOf(ring: SampleRing): Envelope | null {
    if (ring.from === Infinity) return null;
    const held = this.#views.get(ring.topic);
    if (held?.version === this.#version) return held.envelope;
    const envelope = ring.envelope();
    this.#views.set(ring.topic, { version: this.#version, envelope });
    return envelope;
  }

  #changed(): void {
    this.#version += 1;
    if (this.#isTelling) return;
    this.#isTelling = true;
    this.#defer(() => this.#tell(), Math.max(0, this.#toldAt + this.#tellEveryMs - this.#now()));
  }

  #tell(): void {
    this.#isTelling = false;
    const since = this.#now();
    for (const listener of this.#listeners) listener();
    this.#toldAt = this.#now();
    this.#tellEveryMs = Math.max(DRAW_EVERY_MS_MIN, (this.#toldAt - since) * (1 / DRAW_SHARE - 1));
    void this.want(this.#options.view());
  }

  #update(state: EnvelopeState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
