/** Lets a loop sleep without missing what happens between its look and its sleep. */
export interface Waker {
  wake: () => void;
  /** Begins to listen; the function given back sleeps until something happened since, or for `ms`. */
  arm(): (ms: number) => Promise<void>;
  /** Wakes for good. */
  close(): void;
  readonly closed: boolean;
}

export function createWaker(): Waker {
  let happened = false;
  let closed = false;
  let resolve: (() => void) | null = null;
  const wake = (): void => {
    happened = true;
    resolve?.();
  };
  return {
    wake,
    arm() {
      happened = false;
      return async (ms) => {
        if (happened || closed) return;
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((done) => {
          resolve = done;
          if (Number.isFinite(ms)) timer = setTimeout(done, ms);
        });
        clearTimeout(timer);
        resolve = null;
      };
    },
    close() {
      closed = true;
      wake();
    },
    get closed() {
      return closed;
    },
  };
}
