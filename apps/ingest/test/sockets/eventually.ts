import { setTimeout as delay } from "node:timers/promises";

/** Looks again until there is something; the test's own time limit ends it. */
export async function eventually<T>(look: () => T | Promise<T>): Promise<NonNullable<Exclude<T, false>>> {
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false)
      return found as NonNullable<Exclude<T, false>>;
    await delay(20);
  }
}
