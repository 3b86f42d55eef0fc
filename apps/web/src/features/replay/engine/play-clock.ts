export const RATE_MIN = 0.1;
export const RATE_MAX = 16;
/** The steps of the speed menu and of the slower/faster keys. */
export const RATES = [0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 4, 8, 16] as const;

/** The one clock everything follows: episode time in seconds as a function of a monotonic millisecond clock. */
export class PlayClock {
  readonly #now: () => number;
  #time: number;
  #since = 0;
  #rate = 1;
  #running = false;

  constructor(time: number, now: () => number) {
    this.#time = time;
    this.#now = now;
  }

  get rate(): number {
    return this.#rate;
  }

  get running(): boolean {
    return this.#running;
  }

  /** Episode time at `at` (default: now). Not clamped: the player decides what happens at an end. */
  timeAt(at: number = this.#now()): number {
    return this.#running ? this.#time + (Math.max(0, at - this.#since) / 1000) * this.#rate : this.#time;
  }

  set(time: number): void {
    this.#time = time;
    this.#since = this.#now();
  }

  setRate(rate: number): void {
    this.set(this.timeAt());
    this.#rate = Math.min(RATE_MAX, Math.max(RATE_MIN, rate));
  }

  run(): void {
    if (this.#running) return;
    this.#since = this.#now();
    this.#running = true;
  }

  stop(): void {
    this.set(this.timeAt());
    this.#running = false;
  }
}

/** The next speed of the menu above or below `rate`; stays at the ends. */
export function neighbourRate(rate: number, direction: 1 | -1): number {
  const wanted =
    direction === 1 ? RATES.find((step) => step > rate + 1e-9) : RATES.findLast((step) => step < rate - 1e-9);
  return wanted ?? (direction === 1 ? RATE_MAX : RATE_MIN);
}
