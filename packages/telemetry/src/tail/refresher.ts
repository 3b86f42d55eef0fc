/** Reads on when asked, and by itself while anyone listens: never twice at once. */
export class Refresher {
  /** @returns whether anything came or went */
  readonly #read: () => Promise<boolean>;
  readonly #pollMs: number;
  readonly #keepUpMs: number | null;
  readonly #listeners = new Set<() => void>();
  #isRunning = false;
  #waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(
    read: () => Promise<boolean>,
    { pollMs, keepUpMs }: { pollMs: number; keepUpMs: number | null },
  ) {
    this.#read = read;
    this.#pollMs = pollMs;
    this.#keepUpMs = keepUpMs;
    this.#schedule();
  }

  /** Begins after it was called: one that runs already may have passed by what the caller wants to see. Callers share the next. */
  refresh(): Promise<void> {
    if (!this.#isRunning) return this.#start();
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** @returns how to stop */
  listen(wake: () => void): () => void {
    // A function of its own, so that one caller may listen twice.
    const listener = (): void => wake();
    this.#listeners.add(listener);
    this.#schedule();
    return () => {
      this.#listeners.delete(listener);
      this.#schedule();
    };
  }

  close(): void {
    this.#closed = true;
    this.#listeners.clear();
    this.#schedule();
  }

  #start(): Promise<void> {
    this.#isRunning = true;
    const run = this.#readOnce();
    const goOn = (): void => {
      this.#isRunning = false;
      const waiting = this.#waiting;
      this.#waiting = [];
      if (waiting.length === 0) return;
      this.#start().then(
        () => waiting.forEach(({ resolve }) => resolve()),
        (error: unknown) => waiting.forEach(({ reject }) => reject(error)),
      );
    };
    run.then(goOn, goOn);
    return run;
  }

  async #readOnce(): Promise<void> {
    if (await this.#read()) for (const wake of this.#listeners) wake();
  }

  /** What a look by itself cannot read, it looks for again; who asks is told. */
  #schedule(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const ms = this.#listeners.size > 0 ? this.#pollMs : this.#keepUpMs;
    if (this.#closed || ms === null) return;
    this.#timer = setTimeout(() => {
      void this.refresh()
        .catch(() => undefined)
        .then(() => this.#schedule());
    }, ms);
    this.#timer.unref();
  }
}
