import type { WorkspaceAccess } from "../actor.ts";
import type { Context } from "../context.ts";
import { createDoorbell } from "../streams/doorbell.ts";
import { createPace } from "../streams/pace.ts";
import type { PersonHere } from "./people-board.ts";

/** Somebody who moves through a list is not a message for every row. */
const EVERY_MS = 250;
/** A wake-up can be lost between processes. */
const LOOK_AGAIN_MS = 30_000;

/** Who of the workspace has which episodes open or selected, now and whenever that changes, until `signal` aborts. */
export async function* watchPeople(
  { people, backlog }: Pick<Context, "people" | "backlog">,
  workspace: WorkspaceAccess,
  signal: AbortSignal,
): AsyncGenerator<PersonHere[]> {
  const doorbell = createDoorbell(signal);
  const pace = createPace({ everyMs: EVERY_MS, backlog, signal });
  const stop = people.onChange(workspace.id, doorbell.ring);
  let told = "";
  try {
    while (!signal.aborted) {
      await pace.ready();
      doorbell.arm();
      const here = people.list(workspace.id);
      const text = JSON.stringify(here);
      if (text !== told) {
        told = text;
        yield here;
      }
      await doorbell.heard(LOOK_AGAIN_MS);
    }
  } finally {
    stop();
  }
}
