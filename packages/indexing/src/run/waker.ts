import { setTimeout as delay } from "node:timers/promises";

/** Lets a loop sleep without missing what happens between its look and its sleep. */
export class Waker {
  #happened = false;
  #resolve: (() => void) | null = null;

  wake = (): void => {
    this.#happened = true;
    this.#resolve?.();
  };

  /** Until the next `wake`, or one since the last sleep, or the signal. */
  async sleep(signal: AbortSignal): Promise<void> {
    if (!this.#happened && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#resolve = resolve;
        signal.addEventListener("abort", this.wake);
      });
      signal.removeEventListener("abort", this.wake);
    }
    this.#resolve = null;
    this.#happened = false;
  }
}

export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
