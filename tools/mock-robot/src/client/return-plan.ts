import { Backoff } from "./backoff.ts";
import { DEFAULTS, type RobotClientOptions } from "./options.ts";
import { realTimers, type Timers } from "./timers.ts";

/** When to try again after a cut, and when no more. */
export class ReturnPlan {
  readonly #timers: Timers;
  readonly #giveUp: { firstMs: number; laterMs: number };
  readonly #backoff: Backoff;
  #lostSince: number;
  #hadSession = false;
  #leastPauseMs = 0;

  constructor({ timers = realTimers, giveUp, backoff, random = Math.random }: RobotClientOptions) {
    this.#timers = timers;
    this.#giveUp = giveUp ?? DEFAULTS.giveUp;
    this.#backoff = new Backoff({ ...(backoff ?? DEFAULTS.backoff), random });
    this.#lostSince = timers.now();
  }

  get hadSession(): boolean {
    return this.#hadSession;
  }

  begin(): void {
    this.#lostSince = this.#timers.now();
  }

  /** A session goes on. */
  started(): void {
    this.#hadSession = true;
    this.#leastPauseMs = 0;
    this.#lostSince = Number.POSITIVE_INFINITY;
    this.#backoff.reset();
  }

  /** The server goes away and has asked for a pause. */
  asked(reconnectAfterMs: number): void {
    this.#leastPauseMs = reconnectAfterMs;
  }

  /** @returns milliseconds to wait after a cut, or null: it has been tried for long enough */
  pause(): number | null {
    const now = this.#timers.now();
    this.#lostSince = Math.min(this.#lostSince, now);
    const pause = this.#backoff.next(this.#leastPauseMs);
    this.#leastPauseMs = 0;
    const limit = this.#hadSession ? this.#giveUp.laterMs : this.#giveUp.firstMs;
    return now + pause - this.#lostSince > limit ? null : pause;
  }
}
