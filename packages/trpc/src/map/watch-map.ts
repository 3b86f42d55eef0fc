import type { WorkspaceAccess } from "../actor.ts";
import type { Context } from "../context.ts";
import { workspaceOf } from "../live/shared-answers.ts";
import type { MapState } from "../schemas/map.ts";
import { createDoorbell } from "../streams/doorbell.ts";
import { createPace } from "../streams/pace.ts";

/** A map is some megabytes, and whoever watches loads it again: while robots record or people label, not at every press. */
const EVERY_MS = 2_000;
/** A wake-up can be lost with the listener's connection. */
const LOOK_AGAIN_MS = 30_000;

/** How the maps stand, now and whenever that has changed, until `signal` aborts. The waiter is armed before every look, so no change falls between them. */
export async function* watchMap(
  services: Pick<Context, "db" | "maps" | "signals" | "backlog">,
  workspace: WorkspaceAccess,
  signal: AbortSignal,
): AsyncGenerator<MapState> {
  const { db, maps, signals, backlog } = services;
  const doorbell = createDoorbell(signal);
  const pace = createPace({ everyMs: EVERY_MS, backlog, signal });
  const ring = (id: string): void => {
    if (workspaceOf(id) === workspace.id) doorbell.ring();
  };
  const stops = [
    ...(["index", "episode", "assignment"] as const).map((channel) => signals.on(channel, ring)),
    signals.onGap(doorbell.ring),
  ];
  let told = "";
  try {
    while (!signal.aborted) {
      await pace.ready();
      doorbell.arm();
      // Read before the rows are: what changes in between makes another version.
      const version = maps.version(workspace.id);
      const state = { version, ...(await loadState(db, workspace.id)) };
      const text = JSON.stringify(state);
      if (text !== told) {
        told = text;
        yield state;
      }
      await doorbell.heard(LOOK_AGAIN_MS);
    }
  } finally {
    stops.forEach((stop) => stop());
  }
}

const IDLE: MapState["indexing"] = { state: "idle", stage: "episodes", done: 0, total: 0, problem: null };

async function loadState(db: Context["db"], workspaceId: string): Promise<Omit<MapState, "version">> {
  const { rows } = await db.pool.query<{ episodes: number; indexing: MapState["indexing"] | null }>(
    `select (select count(*)::int from "Episode" e where e."workspaceId" = $1 and e."publishedAt" is not null) as "episodes",
       (select json_build_object('state', r."state", 'stage', r."stage", 'done', r."done", 'total', r."total", 'problem', r."problem")
        from "IndexRun" r where r."workspaceId" = $1) as "indexing"`,
    [workspaceId],
  );
  return { episodes: rows[0]?.episodes ?? 0, indexing: rows[0]?.indexing ?? IDLE };
}
