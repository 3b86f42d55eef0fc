/** How far a camera may be off before its speed is bent, in frames. */
const BEND_FRAMES = 0.6;
/** Once bent it is brought this close: two cameras at opposite ends of the margin would be a frame apart for long. */
const BENT_FRAMES = 0.2;
/** Beyond this a bent speed would take too long: seek. */
const SEEK_S = 0.35;
/** Speed bent per second of error: half of it is gone after about ten frames at 30 Hz. */
const BEND_GAIN = 2;
const BEND_MIN = 0.8;
const BEND_MAX = 1.25;
/** Speed changes below this share restart the audio clock of some browsers for nothing. */
const RATE_STEP = 0.02;

export type Correction = { kind: "keep" } | { kind: "rate"; playbackRate: number } | { kind: "seek" };

export interface DriftInput {
  /** Media time that should be showing minus the one that is; positive when the camera is late. */
  errorS: number;
  frameS: number;
  /** The speed the person asked for. */
  rate: number;
  /** The speed the camera runs at. */
  playbackRate: number;
}

/** What brings one camera back to the clock. */
export function planCorrection({ errorS, frameS, rate, playbackRate }: DriftInput): Correction {
  if (Math.abs(errorS) > SEEK_S * Math.max(1, rate)) return { kind: "seek" };
  const isBent = Math.abs(playbackRate - rate) > RATE_STEP * rate;
  const margin = (isBent ? BENT_FRAMES : BEND_FRAMES) * frameS;
  const bend = Math.abs(errorS) < margin ? 1 : Math.min(BEND_MAX, Math.max(BEND_MIN, 1 + errorS * BEND_GAIN));
  const wanted = rate * bend;
  if (Math.abs(playbackRate - wanted) <= RATE_STEP * rate) return { kind: "keep" };
  return { kind: "rate", playbackRate: wanted };
}

/** Counts events in a sliding window: seeks beyond a handful mean that the machine cannot follow, and more of them make it worse. */
export class EventBudget {
  readonly #max: number;
  readonly #windowMs: number;
  #times: number[] = [];

  constructor(max: number, windowMs: number) {
    this.#max = max;
    this.#windowMs = windowMs;
  }

  /** Takes one event at `now`; false when the budget is used up. */
  take(now: number): boolean {
    this.#times = this.#times.filter((time) => now - time < this.#windowMs);
    if (this.#times.length >= this.#max) return false;
    this.#times.push(now);
    return true;
  }

  reset(): void {
    this.#times = [];
  }
}
