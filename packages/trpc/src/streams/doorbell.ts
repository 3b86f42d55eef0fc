/** Turns wake-ups into something a loop can wait for. None is lost between `arm` and `heard`; many count as one. */
export interface Doorbell {
  ring: () => void;
  /** To be called before looking: a ring from here on is heard. */
  arm(): void;
  /** Settles at the first ring since `arm`, when the signal aborts, or after `timeoutMs`. */
  heard(timeoutMs: number): Promise<void>;
}

export function createDoorbell(signal: AbortSignal): Doorbell {
  let rung = signal.aborted;
  let wake: (() => void) | null = null;
  const ring = (): void => {
    rung = true;
    wake?.();
  };
  signal.addEventListener("abort", ring, { once: true });
  return {
    ring,
    arm() {
      rung = signal.aborted;
    },
    async heard(timeoutMs) {
      if (rung) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      wake = null;
    },
  };
}
