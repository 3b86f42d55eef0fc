import type { CameraHealth } from "./buffer-policy.ts";
import type { CameraMap } from "./camera-map.ts";
import type { CameraTrack, ClockFace } from "./camera-track.ts";
import type { Picture } from "./gate-lane.ts";
import type { Span } from "./latest-together.ts";
import { PictureCache } from "./picture-cache.ts";
import type { GateEntry } from "./picture-gate.ts";

/** Pictures decoded ahead of the playhead while playing. */
const AHEAD = 12;
/** 48 million pixels are 192 MB decoded. */
const PIXELS_MAX = 48_000_000;

export interface PictureTrackOptions {
  topic: string;
  canvas: HTMLCanvasElement;
  map: Pick<CameraMap, "frameAt" | "lastFrame" | "frameDurationS">;
  /** `<frameUrl>/<k>.jpg` is frame k. */
  frameUrl: string;
  /** False for stills that a server must decode first: they are shown while paused only. */
  follows: boolean;
  /** The gate on the way to the canvas, and when a picture is due. Null for a camera that waits for no other. */
  gate: { entry: GateEntry; spanOf(k: number): Span } | null;
  onShown(frame: number): void;
  /** No picture can be had at the place asked for; null when one is there again. */
  onProblem(problem: string | null): void;
}

/** A camera as single pictures on a canvas. */
export class PictureTrack implements CameraTrack {
  readonly topic: string;
  readonly #options: PictureTrackOptions;
  readonly #cache: PictureCache<ImageBitmap>;
  /** Of the picture drawn, or handed to the gate. */
  #reached = -1;
  #playing = false;
  #latest = -1;

  constructor(options: PictureTrackOptions) {
    this.topic = options.topic;
    this.#options = options;
    this.#cache = new PictureCache({
      load: async (k, signal) => {
        const response = await fetch(`${options.frameUrl}/${k}.jpg`, { signal });
        if (!response.ok) throw new Error(`picture ${k}: ${response.status}`);
        return createImageBitmap(await response.blob());
      },
      pixelsMax: PIXELS_MAX,
      parallel: options.follows ? 4 : 1,
    });
  }

  get shownFrame(): number {
    return this.#options.gate?.entry.shownFrame ?? this.#reached;
  }

  async show(t: number): Promise<void> {
    this.stop();
    const k = this.#options.map.frameAt(t);
    this.#latest = k;
    const picture = await this.#cache.need(k);
    if (this.#latest !== k) return;
    if (picture !== null) this.#bring(k, picture);
    this.#options.onProblem(picture === null ? `Frame #${k} could not be loaded.` : null);
  }

  start(clock: ClockFace): Promise<void> {
    this.#playing = true;
    if (!this.#options.follows) this.#options.gate?.entry.sitOut();
    this.#loadAhead(this.#options.map.frameAt(clock.timeAt()));
    return Promise.resolve();
  }

  runningAt(): null {
    return null;
  }

  stop(): void {
    this.#playing = false;
  }

  tick(t: number): void {
    if (!this.#options.follows || !this.#playing) return;
    const k = this.#options.map.frameAt(t);
    if (k === this.#reached) return;
    this.#latest = k;
    this.#loadAhead(k);
    const picture = this.#cache.get(k);
    if (picture !== null) this.#bring(k, picture);
  }

  health(): CameraHealth | null {
    if (!this.#options.follows) return null;
    const { map } = this.#options;
    const from = Math.max(0, this.#latest);
    let ahead = 0;
    while (ahead < AHEAD && from + ahead <= map.lastFrame && this.#cache.settled(from + ahead)) ahead += 1;
    const full = ahead >= AHEAD || from + ahead > map.lastFrame;
    const restS = (map.lastFrame - from) * map.frameDurationS();
    return {
      readyState: this.#cache.settled(from) ? 4 : 1,
      aheadS: full ? Math.max(1, restS) : Math.min(0.9, ahead * map.frameDurationS()),
      restS: Math.max(1, restS),
    };
  }

  takeStarved(): boolean {
    return false;
  }

  dispose(): void {
    this.stop();
    this.#latest = -1;
    this.#options.gate?.entry.leave();
    this.#cache.close();
  }

  #loadAhead(k: number): void {
    const last = this.#options.map.lastFrame;
    const frames = Array.from({ length: AHEAD }, (_, i) => k + i).filter((frame) => frame <= last);
    if (this.#options.follows) this.#cache.ahead(frames);
  }

  #bring(k: number, bitmap: ImageBitmap): void {
    const { gate } = this.#options;
    this.#reached = k;
    if (gate !== null) return gate.entry.offer(this.#pictureOf(k, bitmap, gate.spanOf(k)));
    this.#draw(bitmap);
    this.#options.onShown(k);
  }

  #pictureOf(frame: number, bitmap: ImageBitmap, span: Span): Picture {
    return {
      frame,
      span,
      get isGone() {
        // A bitmap that the cache has closed has no size.
        return bitmap.width === 0;
      },
      draw: () => this.#draw(bitmap),
      // The cache keeps it.
      close: () => undefined,
    };
  }

  #draw(bitmap: ImageBitmap): void {
    const { canvas } = this.#options;
    if (canvas.width !== bitmap.width) canvas.width = bitmap.width;
    if (canvas.height !== bitmap.height) canvas.height = bitmap.height;
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  }
}
