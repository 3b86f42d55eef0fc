import type { WorkspaceAccess } from "../actor.ts";
import type { Context } from "../context.ts";
import type { LiveRecording, LiveUpdate } from "../schemas/live.ts";
import { createDoorbell } from "../streams/doorbell.ts";
import { createPace } from "../streams/pace.ts";
import { listLive } from "./list-live.ts";
import { onRecordings } from "./wake-ups.ts";

const EVERY_MS = 1_000;
/** What has ended leaves the page by time alone, and a wake-up can be lost. */
const LOOK_AGAIN_MS = 15_000;

/**
 * All recordings, then those that changed, at most one message a second and none before the reader has read, until `signal` aborts.
 * The waiter is armed before every look, so no change falls between them.
 */
export async function* watchLive(
  services: Pick<Context, "live" | "signals" | "now" | "backlog">,
  workspace: WorkspaceAccess,
  signal: AbortSignal,
): AsyncGenerator<LiveUpdate> {
  const doorbell = createDoorbell(signal);
  const pace = createPace({ everyMs: EVERY_MS, backlog: services.backlog, signal });
  const stop = onRecordings(services.signals, workspace.id, doorbell.ring);
  const sent = new Map<string, string>();
  try {
    for (let reset = true; !signal.aborted;) {
      await pace.ready();
      doorbell.arm();
      const { serverTime, recordings } = await listLive(services, workspace);
      const { changed, gone } = difference(sent, recordings);
      if (reset || changed.length > 0 || gone.length > 0) {
        yield { serverTime, reset, recordings: changed, gone };
        reset = false;
      }
      await doorbell.heard(LOOK_AGAIN_MS);
    }
  } finally {
    stop();
  }
}

/** What to tell a reader who knows `sent`, which is brought up to date. */
function difference(
  sent: Map<string, string>,
  recordings: readonly LiveRecording[],
): { changed: LiveRecording[]; gone: string[] } {
  const changed = recordings.filter((recording) => {
    const text = JSON.stringify(recording);
    if (sent.get(recording.sessionId) === text) return false;
    sent.set(recording.sessionId, text);
    return true;
  });
  const there = new Set(recordings.map(({ sessionId }) => sessionId));
  const gone = [...sent.keys()].filter((sessionId) => !there.has(sessionId));
  for (const sessionId of gone) sent.delete(sessionId);
  return { changed, gone };
}
