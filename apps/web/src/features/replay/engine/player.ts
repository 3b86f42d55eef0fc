import { mayRelease, mustHold } from "./buffer-policy.ts";
import type { CameraTrack, ClockFace } from "./camera-track.ts";
import { EventBudget } from "./drift-control.ts";
import type { FrameTimeline } from "./frame-timeline.ts";
import { withLoopIn, withLoopOut, type LoopRange } from "./loop-range.ts";
import { PictureGate } from "./picture-gate.ts";
import { neighbourRate, PlayClock } from "./play-clock.ts";

/** Beyond this speed browsers drop what they cannot decode, each camera differently: then frames are sought one by one. */
const NATIVE_RATE_MAX = 4;
/** Quick seeks are let finish, so that pictures keep coming while scrubbing. */
const SLOW_SEEK_MS = 400;

/** What a screen draws from; a new object only when one of these changes, never per frame. */
export interface PlayerState {
  playing: boolean;
  /** Topics of the cameras everything waits for. */
  waitingFor: readonly string[];
  /** Topics of the cameras that the others go on without, because they kept them waiting for too long. */
  late: readonly string[];
  /** The machine cannot decode all cameras in time: frames are shown one by one, fewer per second. */
  limited: boolean;
  rate: number;
  loop: LoopRange | null;
  /** It stays at the end of an episode that records: cameras show what comes, by themselves. */
  atEdge: boolean;
}

/** The display's frame loop, so that tests need no display. */
export interface FrameLoop {
  request(callback: () => void): number;
  cancel(id: number): void;
}

export interface PlayerOptions {
  timeline: FrameTimeline;
  time?: number;
  loop?: LoopRange | null;
  now?: () => number;
  frames?: FrameLoop;
}

type TickListener = (time: number, frame: number) => void;

/**
 * One clock and the cameras that follow it. Seeks all and waits for all before it runs; holds all while one has no data;
 * starts anew from the slowest when a camera falls behind.
 */
export class Player {
  readonly timeline: FrameTimeline;
  /** Where all cameras bring their pictures, so that those on the screen belong together whatever a decoder drops. */
  readonly gate: PictureGate;
  readonly #clock: PlayClock;
  readonly #face: ClockFace;
  readonly #now: () => number;
  readonly #frames: FrameLoop;
  readonly #tracks = new Set<CameraTrack>();
  readonly #stateListeners = new Set<() => void>();
  readonly #tickListeners = new Set<TickListener>();
  readonly #restListeners = new Set<() => void>();
  readonly #restarts = new EventBudget(3, 10_000);
  #state: PlayerState;
  #generation = 0;
  #conducting = false;
  #overtake: (() => void) | null = null;
  #stepping = false;
  /** How long all cameras took to show one frame, in the last round. */
  #roundMs = 0;
  #frameRequest: number | null = null;
  #disposed = false;

  constructor(options: PlayerOptions) {
    this.timeline = options.timeline;
    this.#now = options.now ?? (() => performance.now());
    this.#frames = options.frames ?? {
      request: (callback) => requestAnimationFrame(callback),
      cancel: (id) => cancelAnimationFrame(id),
    };
    this.gate = new PictureGate({ now: this.#now, onLate: (late) => this.#set({ late }) });
    const clock = new PlayClock(this.timeline.clamp(options.time ?? this.timeline.start), this.#now);
    this.#clock = clock;
    this.#face = {
      timeAt: (at) => this.timeline.clamp(clock.timeAt(at)),
      get rate() {
        return clock.rate;
      },
    };
    this.#state = {
      playing: false,
      waitingFor: [],
      late: [],
      limited: false,
      rate: 1,
      loop: options.loop ?? null,
      atEdge: false,
    };
  }

  get time(): number {
    return this.timeline.clamp(this.#clock.timeAt());
  }

  get frame(): number {
    return this.timeline.frameAt(this.time);
  }

  readonly getState = (): PlayerState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => subscribeTo(this.#stateListeners, listener);

  /** Hears every move of the playhead, at most once per display frame, and once at once. */
  onTick(listener: TickListener): () => void {
    listener(this.time, this.frame);
    return subscribeTo(this.#tickListeners, listener);
  }

  /** Hears when the playhead has come to rest: paused, sought, stepped. */
  onRest(listener: () => void): () => void {
    return subscribeTo(this.#restListeners, listener);
  }

  /** Adds a camera and brings it to the playhead; the answer removes it. */
  addTrack(track: CameraTrack): () => void {
    this.#tracks.add(track);
    this.#restart();
    return () => {
      this.#tracks.delete(track);
      track.dispose();
    };
  }

  play(): void {
    if (this.#state.playing || this.#state.atEdge) return;
    const { loop } = this.#state;
    if (this.#isAtGrowingEnd() && loop === null) return this.goLive();
    const [from, to] = [loop?.from ?? this.timeline.start, loop?.to ?? this.timeline.end];
    if (this.time >= to - 1e-6 || this.time < from - 1e-6) this.#clock.set(from);
    this.#restarts.reset();
    this.#set({ playing: true, limited: false });
    this.#restart();
  }

  /** Stops on a whole frame, so that the time shown, the link and all cameras agree. */
  pause(): void {
    if (!this.#state.playing && !this.#state.atEdge) return;
    this.#set({ playing: false, waitingFor: [], limited: false });
    this.seek(this.timeline.timeOf(this.frame));
  }

  toggle(): void {
    if (this.#state.playing || this.#state.atEdge) this.pause();
    else this.play();
  }

  seek(time: number): void {
    this.#set({ atEdge: false });
    this.#clock.stop();
    this.#clock.set(this.timeline.clamp(time));
    this.#restart();
    if (!this.#state.playing) for (const listener of this.#restListeners) listener();
  }

  /** To the end of an episode that records, and on with it; any other move leaves it. */
  goLive(): void {
    if (!this.timeline.isGrowing) return this.seek(this.timeline.end);
    this.#generation += 1;
    this.#clock.stop();
    this.#clock.set(this.timeline.end);
    for (const track of this.#tracks) track.stop();
    this.#set({ playing: false, waitingFor: [], limited: false, atEdge: true });
    this.#tick();
    for (const listener of this.#restListeners) listener();
  }

  /** The timeline has grown. */
  grown(): void {
    if (!this.#state.atEdge) return;
    this.#clock.set(this.timeline.end);
    this.#tick();
  }

  /** Exactly `frames` on or back; pauses. */
  step(frames: number): void {
    this.#set({ playing: false, waitingFor: [], limited: false });
    this.seek(this.timeline.timeOf(this.frame + frames));
  }

  /** `seconds` on or back; keeps playing. */
  jump(seconds: number): void {
    this.seek(this.timeline.timeOf(this.timeline.frameAt(this.timeline.clamp(this.time + seconds))));
  }

  setRate(rate: number): void {
    this.#clock.setRate(rate);
    this.#set({ rate: this.#clock.rate, limited: false });
    if (this.#state.playing) this.#restart();
  }

  changeRate(direction: 1 | -1): void {
    this.setRate(neighbourRate(this.#state.rate, direction));
  }

  setLoop(loop: LoopRange | null): void {
    this.#set({ loop });
    for (const listener of this.#restListeners) listener();
  }

  /** Loops the whole episode, or stops looping. */
  toggleLoop(): void {
    const { start, end } = this.timeline;
    this.setLoop(this.#state.loop === null && end > start ? { from: start, to: end } : null);
  }

  setLoopIn(): void {
    this.setLoop(withLoopIn(this.#state.loop, this.timeline.timeOf(this.frame), this.timeline.end));
  }

  setLoopOut(): void {
    this.setLoop(withLoopOut(this.#state.loop, this.timeline.timeOf(this.frame), this.timeline.start));
  }

  dispose(): void {
    this.#disposed = true;
    this.#generation += 1;
    if (this.#frameRequest !== null) this.#frames.cancel(this.#frameRequest);
    for (const track of this.#tracks) track.dispose();
    this.#tracks.clear();
  }

  /** Within a frame of the end, which moves on while a person aims at it. */
  #isAtGrowingEnd(): boolean {
    return this.timeline.isGrowing && this.frame >= this.timeline.count - 1;
  }

  #set(change: Partial<PlayerState>): void {
    const next = { ...this.#state, ...change };
    const keys = Object.keys(change) as (keyof PlayerState)[];
    if (keys.every((key) => next[key] === this.#state[key] || bothEmpty(next[key], this.#state[key]))) return;
    this.#state = next;
    for (const listener of this.#stateListeners) listener();
  }

  #restart(): void {
    this.#clock.stop();
    this.#clock.set(this.timeline.clamp(this.#clock.timeAt()));
    this.#generation += 1;
    // Ends a `start` that still waits for its first data.
    for (const track of this.#tracks) track.stop();
    this.#tick();
    if (this.#conducting) this.#overtake?.();
    void this.#conduct();
  }

  /** Brings all cameras to the playhead, again if it has moved meanwhile, then lets them run if they should. */
  async #conduct(): Promise<void> {
    if (this.#conducting) return;
    this.#conducting = true;
    let generation = -1;
    while (generation !== this.#generation && !this.#disposed) {
      generation = this.#generation;
      const time = this.time;
      await this.#showAll(time);
      if (generation === this.#generation && this.#state.playing) await this.#begin();
    }
    this.#conducting = false;
  }

  /** Settles when every camera shows `time`; a new wish overtakes a seek that takes long. */
  async #showAll(time: number): Promise<void> {
    const since = this.#now();
    this.gate.turn();
    const overtaken = new Promise<void>((resolve) => {
      this.#overtake = () => void setTimeout(resolve, Math.max(0, since + SLOW_SEEK_MS - this.#now()));
    });
    await Promise.race([overtaken, Promise.all([...this.#tracks].map((track) => track.show(time)))]);
    this.#overtake = null;
  }

  async #begin(): Promise<void> {
    const generation = this.#generation;
    this.#stepping = this.#clock.rate > NATIVE_RATE_MAX || this.#state.limited;
    if (!this.#stepping) {
      // The cameras stand in the middle of their frames: so must the clock, or it starts half a frame behind them.
      this.#clock.set(this.timeline.middleOf(this.frame));
      await Promise.all([...this.#tracks].map((track) => track.start(this.#face)));
      if (generation !== this.#generation || !this.#state.playing) return;
      // Starting took them some frames on, each a little differently.
      const reached = [...this.#tracks].map((track) => track.runningAt()).filter((time) => time !== null);
      if (reached.length > 0) this.#clock.set(Math.min(...reached));
    }
    this.#clock.run();
    this.#requestFrame();
  }

  #requestFrame(): void {
    this.#frameRequest ??= this.#frames.request(() => {
      this.#frameRequest = null;
      if (this.#state.playing && !this.#disposed) this.#onFrame();
    });
  }

  #onFrame(): void {
    if (this.#state.waitingFor.length > 0) this.#tryRelease();
    else if (this.#clock.running) this.#advance();
    if (this.#state.playing) this.#requestFrame();
  }

  #advance(): void {
    const { loop } = this.#state;
    const end = loop?.to ?? this.timeline.end;
    if (this.#clock.timeAt() >= end) {
      if (loop !== null) this.seek(loop.from);
      else if (this.timeline.isGrowing) this.goLive();
      else {
        this.#set({ playing: false, waitingFor: [], limited: false });
        this.seek(end);
      }
      return;
    }
    this.#tick();
    if (this.#stepping) {
      this.#showOne();
      return;
    }
    const time = this.time;
    const waiting: string[] = [];
    let starved = false;
    for (const track of this.#tracks) {
      track.tick(time);
      const health = track.health();
      if (health !== null && mustHold(health)) waiting.push(track.topic);
      starved = track.takeStarved() || starved;
    }
    if (waiting.length > 0) this.#hold(waiting);
    else if (starved) this.#yieldToSlowest();
  }

  /** One round of frame-by-frame playing: shows where the clock will be when all cameras have sought, judged by the last round. */
  #showOne(): void {
    if (this.#conducting) return;
    this.#conducting = true;
    const generation = this.#generation;
    const since = this.#now();
    const end = this.#state.loop?.to ?? this.timeline.end;
    const time = Math.min(end, this.time + (this.#roundMs / 1000) * this.#clock.rate);
    void this.#showAll(time).then(() => {
      this.#conducting = false;
      this.#roundMs = this.#now() - since;
      if (generation !== this.#generation) return this.#conduct();
      return undefined;
    });
  }

  #hold(waitingFor: readonly string[]): void {
    this.#clock.stop();
    for (const track of this.#tracks) track.stop();
    this.#set({ waitingFor });
  }

  #tryRelease(): void {
    const healths = [...this.#tracks].map((track) => track.health()).filter((health) => health !== null);
    if (!mayRelease(healths)) return;
    this.#set({ waitingFor: [] });
    this.#restart();
  }

  /** A camera fell behind in spite of its corrections: all go on together from the picture it shows. */
  #yieldToSlowest(): void {
    if (!this.#restarts.take(this.#now())) this.#set({ limited: true });
    this.#restart();
  }

  #tick(): void {
    const { time, frame } = this;
    for (const listener of this.#tickListeners) listener(time, frame);
  }
}

function subscribeTo<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function bothEmpty(a: unknown, b: unknown): boolean {
  return Array.isArray(a) && Array.isArray(b) && a.length === 0 && b.length === 0;
}
