import { isAlive } from "./process-stamp.ts";

const LOOK_EVERY_MS = 500;

/**
 * Watches a server that another process started. @returns `ended`, which settles once it is gone, and `stop`, which ends the
 * watching and leaves the server alone
 */
export function watchServer(server: string): { ended: Promise<void>; stop: () => Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<void>((resolve) => {
    timer = setInterval(() => {
      if (isAlive(server)) return;
      clearInterval(timer);
      resolve();
    }, LOOK_EVERY_MS);
    // Who only shares a server does not live for it.
    timer.unref();
  });
  return { ended, stop: async () => clearInterval(timer) };
}
