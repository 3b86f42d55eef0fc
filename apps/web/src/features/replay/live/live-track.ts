import type { CameraHealth } from "../engine/buffer-policy.ts";
import type { CameraTrack, ClockFace } from "../engine/camera-track.ts";
import { PictureTrack, type PictureTrackOptions } from "../engine/picture-track.ts";
import type { CameraTimes } from "./camera-times.ts";

/** Seconds of pictures' times asked for beyond the playhead, so that playing does not ask for each. */
const AHEAD_S = 5;

/** A camera of an episode that records: pictures of the past one by one; at the edge it stays out of the way of what comes. */
export class LiveTrack implements CameraTrack {
  readonly topic: string;
  readonly #times: CameraTimes;
  readonly #isAtEdge: () => boolean;
  readonly #past: PictureTrack;

  constructor(
    options: Omit<PictureTrackOptions, "map" | "follows" | "gate">,
    times: CameraTimes,
    isAtEdge: () => boolean,
  ) {
    this.topic = options.topic;
    this.#times = times;
    this.#isAtEdge = isAtEdge;
    this.#past = new PictureTrack({ ...options, map: times, follows: true, gate: null });
  }

  get shownFrame(): number {
    return this.#past.shownFrame;
  }

  async show(t: number): Promise<void> {
    this.#past.stop();
    if (this.#isAtEdge()) return;
    await this.#times.reach(t);
    if (!this.#isAtEdge()) await this.#past.show(t);
  }

  async start(clock: ClockFace): Promise<void> {
    await this.#times.reach(clock.timeAt() + AHEAD_S);
    await this.#past.start(clock);
  }

  runningAt(): null {
    return null;
  }

  stop(): void {
    this.#past.stop();
  }

  tick(t: number): void {
    void this.#times.reach(t + AHEAD_S / 2);
    this.#past.tick(t);
  }

  health(): CameraHealth | null {
    return this.#past.health();
  }

  takeStarved(): boolean {
    return false;
  }

  dispose(): void {
    this.#past.dispose();
  }
}
