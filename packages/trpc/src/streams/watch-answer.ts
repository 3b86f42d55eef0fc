import type { Channel } from "@retake/db/notify";
import type { WorkspaceAccess } from "../actor.ts";
import type { Context } from "../context.ts";
import { createDoorbell } from "./doorbell.ts";
import { createPace } from "./pace.ts";

/** What people do is seen at once, and a script that does a thousand things is not a thousand messages. */
const EVERY_MS = 150;
/** A wake-up can be lost with the listener's connection. */
const LOOK_AGAIN_MS = 30_000;

export interface WatchOptions<T> {
  services: Pick<Context, "signals" | "backlog">;
  /** Rings with the id of a workspace. */
  channel: Channel;
  workspace: WorkspaceAccess;
  signal: AbortSignal;
  load: () => Promise<T>;
}

/**
 * A small answer, now and whenever it has changed, until `signal` aborts. The waiter is armed before every look, so no change falls between them.
 */
export async function* watchAnswer<T>(options: WatchOptions<T>): AsyncGenerator<T> {
  const { services, channel, workspace, signal, load } = options;
  const doorbell = createDoorbell(signal);
  const pace = createPace({ everyMs: EVERY_MS, backlog: services.backlog, signal });
  const stops = [
    services.signals.on(channel, (id) => {
      if (id === workspace.id) doorbell.ring();
    }),
    services.signals.onGap(doorbell.ring),
  ];
  let told = "";
  try {
    while (!signal.aborted) {
      await pace.ready();
      doorbell.arm();
      const answer = await load();
      const text = JSON.stringify(answer);
      if (text !== told) {
        told = text;
        yield answer;
      }
      await doorbell.heard(LOOK_AGAIN_MS);
    }
  } finally {
    stops.forEach((stop) => stop());
  }
}
