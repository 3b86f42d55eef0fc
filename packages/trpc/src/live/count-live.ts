import type { WorkspaceAccess } from "../actor.ts";
import type { Context } from "../context.ts";
import type { LiveCount } from "../schemas/live.ts";
import { createDoorbell } from "../streams/doorbell.ts";
import { createPace } from "../streams/pace.ts";
import { onRecordings } from "./wake-ups.ts";

const EVERY_MS = 1_000;
const LOOK_AGAIN_MS = 60_000;

/** How many robots record, now and whenever it changes, until `signal` aborts. */
export async function* countLive(
  services: Pick<Context, "live" | "signals" | "backlog">,
  workspace: WorkspaceAccess,
  signal: AbortSignal,
): AsyncGenerator<LiveCount> {
  const doorbell = createDoorbell(signal);
  const pace = createPace({ everyMs: EVERY_MS, backlog: services.backlog, signal });
  const stop = onRecordings(services.signals, workspace.id, doorbell.ring);
  let told: LiveCount | null = null;
  try {
    while (!signal.aborted) {
      await pace.ready();
      doorbell.arm();
      const count = await services.live.counts.get(workspace.id);
      if (told === null || told.recording !== count.recording || told.cutOff !== count.cutOff) {
        told = count;
        yield count;
      }
      await doorbell.heard(LOOK_AGAIN_MS);
    }
  } finally {
    stop();
  }
}
