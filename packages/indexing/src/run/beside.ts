import type { Pass } from "../types.ts";
import type { DueList, NamedWork } from "./due-work.ts";
import { pause, type Waker } from "./waker.ts";

interface BesideOptions {
  due: DueList;
  waker: Waker;
  signal: AbortSignal;
  /** Changes come in swarms: how long one waits for the rest. */
  settleMs: number;
  /** Puts what is still to be looked up into the list. */
  collect: () => Promise<void>;
  /** A quick pass over what is named. */
  run: (work: NamedWork) => Promise<void>;
}

/** While a job runs that takes minutes, what is named comes in beside it; what a quick pass leaves of it is taken up in a pass of its own. */
export function createBeside({ due, waker, signal, settleMs, collect, run }: BesideOptions): Pass["beside"] {
  return async (job) => {
    let isOver = false;
    const end = (): void => {
      isOver = true;
      waker.wake();
    };
    const over = job.then(end, end);
    while (!isOver && !signal.aborted) {
      await collect();
      const work = due.takeNamed();
      if (work === null) {
        await waker.sleep(signal);
        await Promise.race([over, pause(settleMs, signal)]);
      } else {
        due.addEpisodes(work.workspaceId);
        await run(work);
      }
    }
    return job;
  };
}
