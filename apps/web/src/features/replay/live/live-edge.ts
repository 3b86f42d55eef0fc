import type { TopicColumns } from "@retake/telemetry/types";
import type { FollowUpdate, LiveClock, RecordingState } from "@retake/trpc/schemas";
import type { Player } from "../engine/player.ts";
import type { LoadEnvelopes } from "../signals/envelope-store.ts";
import type { ViewStore } from "../signals/view-store.ts";
import { LiveSignals } from "./live-signals.ts";
import type { LiveTimeline } from "./live-timeline.ts";
import type { TailPull } from "./tail-client.ts";

/** Behind by less than this is called live: a person does not see it, and every line has some. */
const BEHIND_S = 1;
/** Seconds before the edge that are loaded as samples when the page opens. */
const BACKFILL_S = 30;
const RETRY_MS = 1_000;

/** What the screen says of the recording; a new object only when it changes, which is seldom. */
export interface LiveState {
  /** Null until the first news. */
  state: RecordingState | null;
  cutOff: FollowUpdate["cutOff"];
  clock: LiveClock | null;
  /** Data comes later than it is recorded: a slow line, or a slow machine. */
  isBehind: boolean;
  /** Words of what does not work; what is here stays. */
  problem: string | null;
}

export interface LiveEdgeOptions {
  player: Player;
  timeline: LiveTimeline;
  view: ViewStore;
  pull: (fromSeq: number, signal: AbortSignal) => Promise<TailPull>;
  /** Samples of all signals in a stretch of time. */
  loadSamples: (from: number, to: number, signal: AbortSignal) => Promise<TopicColumns[]>;
  loadEnvelopes: LoadEnvelopes;
  /** A topic that nobody knew came up. */
  onNewTopic: (name: string) => void;
}

/**
 * The end of an episode that records. The server only says where the recording stands; this pulls what is missing by sequence number, one
 * pull at a time: on a slow line or machine pulls become fewer and larger, and the screen says how far it is behind.
 */
export class LiveEdge {
  readonly signals: LiveSignals;
  readonly #options: LiveEdgeOptions;
  #stop = new AbortController();
  readonly #listeners = new Set<() => void>();
  readonly #wakers = new Set<() => void>();
  readonly #known: Set<string>;
  #state: LiveState = { state: null, cutOff: null, clock: null, isBehind: false, problem: null };
  /** Null until the first news says where to begin. */
  #nextSeq: number | null = null;
  #headSeq = 1;
  #headTime: number | null = null;
  #isPulling = false;

  /** @param known names of the topics the page knows */
  constructor(options: LiveEdgeOptions, known: Iterable<string>) {
    this.#options = options;
    this.#known = new Set(known);
    const { view } = options;
    this.signals = new LiveSignals({
      load: options.loadEnvelopes,
      whole: () => view.whole,
      view: view.get,
    });
  }

  readonly getState = (): LiveState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => subscribeTo(this.#listeners, listener);

  /** Hears, at the pace of the news, that there may be something new: cameras look then. */
  onAdvance(wake: () => void): () => void {
    return subscribeTo(this.#wakers, wake);
  }

  /** Seconds between what is recorded and what is here. */
  get behindS(): number {
    return this.#headTime === null ? 0 : Math.max(0, this.#headTime - this.#options.timeline.end);
  }

  /** News from the server. */
  heard(update: FollowUpdate): void {
    this.#headSeq = Math.max(this.#headSeq, update.headSeq);
    if (update.headTime !== null) this.#headTime = update.headTime;
    if (update.state === "ended") this.#options.timeline.finish();
    this.#update({ state: update.state, cutOff: update.cutOff, clock: update.clock });
    if (this.#nextSeq === null) void this.#begin(update);
    else void this.#pullOn();
    for (const wake of this.#wakers) wake();
  }

  /** To the newest there is; what lies between is loaded when it is looked at. */
  goLive(): void {
    const { player, view } = this.#options;
    if (this.behindS > BEHIND_S && this.#nextSeq !== null) this.#skipTo(this.#headSeq);
    view.showEnd();
    player.goLive();
  }

  /** The page can be seen again. After a long while the newest is shown, and what lies between is loaded when it is looked at. */
  resume(): void {
    if (this.behindS > BACKFILL_S && this.#nextSeq !== null) this.#skipTo(this.#headSeq);
    void this.#pullOn();
  }

  /** Before the first news, also after a stop: begins anew, and keeps what is here. */
  start(): void {
    if (this.#stop.signal.aborted) this.#stop = new AbortController();
    this.#nextSeq = null;
    this.#isPulling = false;
  }

  stop(): void {
    this.#stop.abort();
    this.signals.dispose();
  }

  /** Backfill, cut-over, stream: what is loaded now holds everything before `headSeq`, what is pulled begins with it. */
  async #begin({ headSeq, headTime }: FollowUpdate): Promise<void> {
    this.#nextSeq = headSeq;
    const { signal } = this.#stop;
    if (headTime !== null) {
      this.#grow(headTime);
      const from = Math.max(this.#options.timeline.start, headTime - BACKFILL_S);
      await this.#tried(async () =>
        this.signals.append(await this.#options.loadSamples(from, headTime, signal)),
      );
    }
    if (signal.aborted) return;
    this.signals.begin();
    await this.#pullOn();
  }

  async #pullOn(): Promise<void> {
    if (this.#isPulling || !this.signals.getState().loaded) return;
    this.#isPulling = true;
    const { signal } = this.#stop;
    while (!signal.aborted && !document.hidden && this.#nextSeq !== null && this.#nextSeq < this.#headSeq) {
      const from = this.#nextSeq;
      const isDone = await this.#tried(async () => this.#take(from, await this.#options.pull(from, signal)));
      if (!isDone) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
    this.#isPulling = false;
    this.#noteBehind();
    const { player } = this.#options;
    // There is no edge any more: it stands on the last frame.
    const isOver = this.#state.state === "ended" && this.#nextSeq !== null && this.#nextSeq >= this.#headSeq;
    if (isOver && player.getState().atEdge) player.pause();
  }

  #take(from: number, pull: TailPull): void {
    // Skipped ahead while this was under way.
    if (this.#nextSeq !== from) return;
    if (pull.skipped > 0) this.signals.restart();
    this.#nextSeq = Math.max(from, pull.nextSeq);
    // What was told to be there and is not will be told again.
    this.#headSeq = pull.nextSeq > from ? Math.max(this.#headSeq, pull.headSeq) : from;
    let end = -Infinity;
    for (const { name, t } of pull.topics) {
      end = Math.max(end, t.at(-1) ?? -Infinity);
      if (this.#known.has(name)) continue;
      this.#known.add(name);
      this.#options.onNewTopic(name);
    }
    this.signals.append(pull.topics);
    this.#grow(end);
    this.#noteBehind();
  }

  #skipTo(seq: number): void {
    this.#nextSeq = seq;
    this.signals.restart();
    if (this.#headTime !== null) this.#grow(this.#headTime);
  }

  #grow(end: number): void {
    const { timeline, view, player } = this.#options;
    if (!timeline.grow(end)) return;
    view.grow(end);
    player.grown();
  }

  #noteBehind(): void {
    const isBehind = this.behindS > BEHIND_S;
    if (isBehind !== this.#state.isBehind) this.#update({ isBehind });
  }

  async #tried(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      if (this.#state.problem !== null) this.#update({ problem: null });
      return true;
    } catch (error) {
      if (this.#stop.signal.aborted) return false;
      this.#update({ problem: error instanceof Error ? error.message : "The server did not answer." });
      return false;
    }
  }

  #update(change: Partial<LiveState>): void {
    const next = { ...this.#state, ...change };
    if (JSON.stringify(next) === JSON.stringify(this.#state)) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}

function subscribeTo(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
