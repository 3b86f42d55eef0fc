/** Settles at the next `type` event, at an `error` event, after `timeoutMs`, or when `signal` aborts. Never rejects. */
export function waitForEvent(
  target: EventTarget,
  type: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const over = new AbortController();
    const done = (): void => {
      clearTimeout(timer);
      over.abort();
      resolve();
    };
    const timer = setTimeout(done, timeoutMs);
    if (signal.aborted) {
      done();
      return;
    }
    target.addEventListener(type, done, { signal: over.signal });
    target.addEventListener("error", done, { signal: over.signal });
    signal.addEventListener("abort", done, { signal: over.signal });
  });
}
