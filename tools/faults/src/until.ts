import { setTimeout as delay } from "node:timers/promises";

const LOOK_EVERY_MS = 20;
/** Without any movement. Far beyond what anything takes on a busy machine: only there so that a run ends and says what did not come. */
const GIVE_UP_MS = 180_000;

/**
 * Looks again until there is something.
 * @param stands how far it is: as long as that changes, nothing is given up, however slow the machine
 * @throws Error that names what did not happen
 */
export async function until<T>(
  what: string | (() => string),
  look: () => T | Promise<T>,
  stands: () => number | string = () => "",
): Promise<NonNullable<Exclude<T, false>>> {
  for (let [stood, since] = [stands(), performance.now()]; ;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false)
      return found as NonNullable<Exclude<T, false>>;
    const now = stands();
    if (now !== stood) [stood, since] = [now, performance.now()];
    if (performance.now() - since > GIVE_UP_MS) {
      throw new Error(`It did not happen: ${typeof what === "string" ? what : what()}`);
    }
    await delay(LOOK_EVERY_MS);
  }
}
