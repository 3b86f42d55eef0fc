import { type TimingSnapshot, TopicTiming } from "./topic-timing.ts";

const STILL_STEP_S_MAX = 5;

export interface CameraSnapshot extends TimingSnapshot {
  /** Seconds by the robot's clock for which the same picture has come; 0: it changes. */
  frozenS: number;
  /** Pictures that differed from the one before. */
  changes: number;
  /** Mean luminance of the last picture looked at, 0 to 255; null: none was. */
  luminance: number | null;
}

/** What comes in from one camera. */
export class CameraQuality {
  readonly timing: TopicTiming;
  #fingerprint: number | null = null;
  #changes = 0;
  #frozenS = 0;
  #luminance: number | null = null;

  constructor({ declaredHz = null }: { declaredHz?: number | null } = {}) {
    this.timing = new TopicTiming(declaredHz);
  }

  /**
   * @param fingerprint of `pictureFingerprint`
   * @param luminance mean of the picture, 0 to 255, when somebody has looked; null keeps the last one
   */
  add(t: number, serverTime: number, fingerprint: number, luminance: number | null = null): void {
    const since = this.timing.add(t, serverTime);
    this.#luminance = luminance ?? this.#luminance;
    if (fingerprint === this.#fingerprint) {
      if (since !== null) this.#frozenS += Math.min(since, STILL_STEP_S_MAX);
      return;
    }
    if (this.#fingerprint !== null) this.#changes++;
    this.#fingerprint = fingerprint;
    this.#frozenS = 0;
  }

  snapshot(now: number): CameraSnapshot {
    return {
      ...this.timing.snapshot(now),
      frozenS: this.#frozenS,
      changes: this.#changes,
      luminance: this.#luminance,
    };
  }
}
