import type { WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import type { ImportJobView } from "../schemas/imports.ts";
import { createDoorbell } from "../streams/doorbell.ts";
import { listImports } from "./load-imports.ts";

/** Jobs a watcher follows: the page shows no more. */
const WATCHED_MAX = 50;
/** A wake-up can be lost with the listener's connection; a watcher looks by itself this often. */
const LOOK_AGAIN_MS = 15_000;

/**
 * The workspace's newest jobs, oldest first, then each one again whenever it changes, until `signal` aborts.
 * The waiter is armed before every query, so no change falls between them.
 */
export async function* watchImports(
  services: Pick<Services, "db" | "signals">,
  workspace: WorkspaceAccess,
  signal: AbortSignal,
): AsyncGenerator<ImportJobView> {
  const sent = new Map<string, string>();
  const doorbell = createDoorbell(signal);
  const stop = services.signals.on("import", doorbell.ring);
  try {
    while (!signal.aborted) {
      doorbell.arm();
      for (const job of (await listImports(services, workspace, WATCHED_MAX)).toReversed()) {
        const text = JSON.stringify(job);
        if (sent.get(job.id) === text) continue;
        sent.set(job.id, text);
        yield job;
      }
      await doorbell.heard(LOOK_AGAIN_MS);
    }
  } finally {
    stop();
  }
}
