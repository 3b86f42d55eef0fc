import { readdirSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";

/** `robots`: somebody waits for each ack. `background`: nobody waits for what is imported or stored. */
export type Rank = "robots" | "background";

const PRIORITIES = {
  robots: constants.priority.PRIORITY_ABOVE_NORMAL,
  background: constants.priority.PRIORITY_BELOW_NORMAL,
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
