import { readdirSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";

/** `robots`: somebody waits for each ack. `background`: somebody waits now and then for what is imported or stored. */
export type Rank = "robots" | "background";

/**
 * Beside training that takes every core, six episodes of 10 s were stored after 13 to 34 s at 10, after 14 to 16 at 7 and after 2 to 7 at 5, and
 * 99 % of acks to robots came within 44 to 51 ms at 10, 41 to 61 at 7 and 61 to 89 at 5: those come first.
 * Decoding pictures, which nobody waits for, stands at 10 (`media/decode`).
 */
const PRIORITIES = {
  robots: constants.priority.PRIORITY_ABOVE_NORMAL,
  background: 7,
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
