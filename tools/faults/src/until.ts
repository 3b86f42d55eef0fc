import { setTimeout as delay } from "node:timers/promises";

const LOOK_EVERY_MS = 20;
/** Far beyond what anything takes on a busy machine: only there so that a run ends and says what did not come. */
const GIVE_UP_MS = 120_000;

/** Looks again until there is something. @throws Error that names what did not happen */
export async function until<T>(
  what: string | (() => string),
  look: () => T | Promise<T>,
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = performance.now() + GIVE_UP_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false)
      return found as NonNullable<Exclude<T, false>>;
    if (performance.now() > deadline) {
      throw new Error(`It did not happen: ${typeof what === "string" ? what : what()}`);
    }
    await delay(LOOK_EVERY_MS);
  }
}
