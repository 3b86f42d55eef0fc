import { readdirSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";

/** `robots`: somebody waits for each ack. `background`: somebody waits now and then for what is imported or stored. */
export type Rank = "robots" | "background";

/**
 * Beside training that takes every core, 5 leaves a quarter of a core and 10 a tenth: six episodes of 10 s were stored within 7 s and 34 s,
 * and half of all acks came as soon.
 * Decoding pictures, which nobody waits for, stands at 10 (`media/decode`).
 */
const PRIORITIES = {
  robots: constants.priority.PRIORITY_ABOVE_NORMAL,
  background: 5,
} as const satisfies Record<Rank, number>;

/**
 * Says to the system who goes first when there are more processes than cores: without it a part being stored, or a build beside the house,
 * holds up acks for hundreds of milliseconds. Only some users may raise a process; for others it stays as it is.
 * @returns whether it was allowed
 */
export function takePriority(rank: Rank): boolean {
  for (const id of threads()) {
    try {
      setPriority(id, PRIORITIES[rank]);
    } catch {
      // Not allowed, or a thread that has ended since.
    }
  }
  return getPriority() === PRIORITIES[rank];
}

/** Linux has a priority per thread: those that write to the disk are here already, later ones inherit. 0 is this process. */
function threads(): number[] {
  if (process.platform !== "linux") return [0];
  return readdirSync("/proc/self/task").map(Number);
}
