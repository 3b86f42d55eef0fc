/** Reads on when asked, and by itself while anyone listens: never twice at once. */
export class Refresher {
  /** @returns whether anything came or went */
  readonly #read: () => Promise<boolean>;
  readonly #pollMs: number;
  readonly #keepUpMs: number | null;
  readonly #listeners = new Set<() => void>();
  #running: Promise<void> | null = null;
  #next: Promise<void> | null = null;
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
    if (this.#running === null) return this.#start();
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = null;
        // One that began just now, between the end of the last and this, is as good.
        return this.#running ?? this.#start();
      });
    return this.#next;
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
    this.#running = this.#readOnce().finally(() => (this.#running = null));
    return this.#running;
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
