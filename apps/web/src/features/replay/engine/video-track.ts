import { bufferedAhead, type CameraHealth } from "./buffer-policy.ts";
import type { CameraMap } from "./camera-map.ts";
import type { CameraTrack, ClockFace } from "./camera-track.ts";
import { EventBudget, planCorrection } from "./drift-control.ts";
import { holdFrame } from "./held-frame.ts";
import type { GateEntry } from "./picture-gate.ts";
import { waitForEvent } from "./wait-for-event.ts";

/** A frame is picked at the first display period after it is due: half of one late on average. */
const PRESENTATION_LAG_S = 0.008;
/** A seek takes about this long; aim where the clock will be then. */
const SEEK_LEAD_MS = 60;
const SEEK_TIMEOUT_MS = 10_000;
/** After `seeked` the frame callback follows within a few display frames, or not at all in a hidden tab. */
const PRESENT_TIMEOUT_MS = 250;
/** A picture this late although its data is there means that decoding cannot follow. */
const STARVED_S = 0.7;

export interface VideoTrackOptions {
  topic: string;
  video: HTMLVideoElement;
  map: CameraMap;
  /** Where its pictures are drawn, and the gate on the way there. Null when the element itself is seen. */
  screen: { canvas: HTMLCanvasElement; entry: GateEntry } | null;
  /** The number of the frame that has just come on the screen, when the element itself is seen. */
  onShown(frame: number): void;
  /** The browser cannot play this file; called at most once. */
  onFailed(): void;
  now?: () => number;
}

/** A camera as an MP4 in a `<video>`: runs natively, kept on the clock by `requestVideoFrameCallback`. */
export class VideoTrack implements CameraTrack {
  readonly topic: string;
  readonly #video: HTMLVideoElement;
  readonly #map: CameraMap;
  readonly #options: VideoTrackOptions;
  readonly #now: () => number;
  readonly #seeks = new EventBudget(2, 3_000);
  readonly #disposed = new AbortController();
  readonly #exact: boolean;
  #clock: ClockFace | null = null;
  /** The frame that the element has. */
  #reached = -1;
  /** The frame sought, until it runs: others that come meanwhile are of the place before. */
  #wanted: number | null = -1;
  #starved = false;
  #presented: (() => void) | null = null;
  #shows = 0;

  constructor(options: VideoTrackOptions) {
    this.topic = options.topic;
    this.#video = options.video;
    this.#map = options.map;
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#exact = "requestVideoFrameCallback" in options.video;
    const { signal } = this.#disposed;
    this.#video.addEventListener("error", () => options.onFailed(), { once: true, signal });
    if (this.#video.error !== null) queueMicrotask(() => options.onFailed());
    this.#video.addEventListener("ended", () => this.#haltAtEnd(), { signal });
    if (this.#exact) this.#video.requestVideoFrameCallback(this.#onFrame);
  }

  get shownFrame(): number {
    return this.#options.screen?.entry.shownFrame ?? this.#reached;
  }

  async show(t: number): Promise<void> {
    const { signal } = this.#disposed;
    const wanted = this.#map.frameAt(t);
    const turn = (this.#shows += 1);
    this.stop();
    this.#wanted = wanted;
    if (this.#video.readyState < 1)
      await waitForEvent(this.#video, "loadedmetadata", SEEK_TIMEOUT_MS, signal);
    if (turn !== this.#shows) return;
    const target = this.#map.seekTimeOf(wanted);
    const halfFrame = this.#map.frameDurationS() / 2;
    const there = Math.abs(this.#video.currentTime - target) < halfFrame * 0.9;
    if (this.#reached === wanted && there && !this.#video.seeking) {
      if (this.#options.screen?.entry.confirm(wanted) === false) this.#offer(() => true);
      return;
    }
    const presented = new Promise<void>((resolve) => (this.#presented = resolve));
    const seeked = waitForEvent(this.#video, "seeked", SEEK_TIMEOUT_MS, signal);
    this.#video.currentTime = target;
    await seeked;
    if (this.#exact && !signal.aborted) await Promise.race([presented, delay(PRESENT_TIMEOUT_MS)]);
    if (turn !== this.#shows) return;
    this.#presented = null;
    if (signal.aborted || this.#reached === wanted || this.#video.seeking) return;
    if (this.#options.screen === null) this.#setReached(wanted);
    else this.#offer(() => true);
  }

  async start(clock: ClockFace): Promise<void> {
    this.#clock = clock;
    this.#wanted = null;
    this.#starved = false;
    this.#seeks.reset();
    this.#video.playbackRate = clock.rate;
    try {
      await this.#video.play();
    } catch {
      // Stopped again before it began, or refused; the drift control sees the standing picture.
    }
  }

  runningAt(): number {
    return this.#map.episodeTimeAt(this.#video.currentTime);
  }

  stop(): void {
    this.#clock = null;
    this.#video.pause();
  }

  tick(t: number): void {
    if (!this.#exact) this.#setReached(this.#map.frameOfMediaTime(this.#video.currentTime));
    const late = t - this.#map.episodeTimeOf(this.#reached);
    if (this.#clock !== null && late > STARVED_S * Math.max(1, this.#clock.rate)) this.#starved = true;
  }

  health(): CameraHealth {
    const at = this.#video.currentTime;
    const { duration } = this.#video;
    const end = Number.isFinite(duration)
      ? Math.min(this.#map.timing.toTime, duration)
      : this.#map.timing.toTime;
    return {
      readyState: this.#video.readyState,
      aheadS: bufferedAhead(this.#video.buffered, at),
      restS: end - at,
    };
  }

  takeStarved(): boolean {
    const starved = this.#starved;
    this.#starved = false;
    return starved;
  }

  dispose(): void {
    this.#disposed.abort();
    this.stop();
    this.#options.screen?.entry.leave();
  }

  readonly #onFrame = (now: number, frame: VideoFrameCallbackMetadata): void => {
    if (this.#disposed.signal.aborted) return;
    this.#video.requestVideoFrameCallback(this.#onFrame);
    if (frame.mediaTime > this.#map.seekTimeOf(this.#map.lastFrame)) {
      this.#haltAtEnd();
      return;
    }
    if (this.#options.screen === null) {
      this.#setReached(this.#map.frameOfMediaTime(frame.mediaTime));
      this.#presented?.();
    } else {
      this.#offer((k) => this.#wanted === null || this.#wanted === k);
      if (this.#reached === this.#wanted) this.#presented?.();
    }
    if (this.#clock !== null) this.#correct(this.#clock, now, frame.mediaTime);
  };

  /** `now` and not `expectedDisplayTime`: what is written into the page now reaches the glass together with this frame. */
  #correct(clock: ClockFace, now: number, mediaTime: number): void {
    if (this.#video.paused || this.#video.seeking) return;
    const due = this.#map.mediaTimeAt(clock.timeAt(now));
    const correction = planCorrection({
      errorS: due - mediaTime - PRESENTATION_LAG_S * clock.rate,
      frameS: this.#map.frameDurationS(),
      rate: clock.rate,
      playbackRate: this.#video.playbackRate,
    });
    if (correction.kind === "rate") this.#video.playbackRate = correction.playbackRate;
    if (correction.kind !== "seek") return;
    if (this.#seeks.take(this.#now())) {
      this.#video.currentTime = this.#map.mediaTimeAt(clock.timeAt(this.#now() + SEEK_LEAD_MS));
    } else this.#starved = true;
  }

  /** The file goes on with another episode, whose pictures must not be seen here. */
  #haltAtEnd(): void {
    if (this.#clock === null) return;
    this.stop();
    this.#wanted = this.#map.lastFrame;
    this.#video.currentTime = this.#map.seekTimeOf(this.#wanted);
  }

  /** Takes the picture that the element has to the gate. */
  #offer(isWelcome: (k: number) => boolean): void {
    const { screen } = this.#options;
    const picture = screen === null ? null : holdFrame(this.#video, screen.canvas, this.#map);
    if (picture === null) return;
    if (!isWelcome(picture.frame)) return picture.close();
    this.#reached = picture.frame;
    screen?.entry.offer(picture);
  }

  #setReached(frame: number): void {
    if (frame === this.#reached) return;
    this.#reached = frame;
    this.#options.onShown(frame);
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
