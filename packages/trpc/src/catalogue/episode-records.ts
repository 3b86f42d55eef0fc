import type { Db } from "@retake/db";
import type { Listener } from "@retake/db/notify";
import { LRUCache } from "lru-cache";
import { EPISODE_COLUMNS, EPISODE_TABLES, VISIBLE_EPISODE } from "./episode-columns.ts";
import type { EpisodeRecord } from "./types.ts";

/**
 * Rows of episodes by id, kept until they change: answers of a search are the same ones again and again.
 * Invariant: a row is given only if nothing that concerns it has changed since its query began; a change is held against every query that runs.
 */
export interface EpisodeRecords {
  /** Those that may be seen. At most one query. @param generation of the workspace: rows of another are not believed */
  get(workspaceId: string, ids: readonly string[], generation: number): Promise<Map<string, EpisodeRecord>>;
  /** @param sessionId null: all of the workspace, whose generation is another then */
  forget(workspaceId: string, sessionId: string | null): void;
}

/** Of a row without its texts, about. */
const ROW_BYTES = 1_536;
const NAMES_MAX = 50_000;

interface Held {
  generation: number;
  record: EpisodeRecord;
}

interface Asking {
  workspaceId: string;
  /** Public names of what changed since; all of it: by the generation. */
  changed: Set<string>;
}

export function createEpisodeRecords(options: {
  db: Db;
  bytesMax: number;
  /** For how long rows are believed. */
  ttlMs: number;
  /** Nothing is kept while changes are not heard of. */
  signals: Pick<Listener, "connected">;
}): EpisodeRecords {
  const { db, bytesMax, ttlMs, signals } = options;
  /** By workspace and public name. */
  const held = new LRUCache<string, Held>({ maxSize: bytesMax, ttl: ttlMs });
  /** Public names by id, which never change. */
  const names = new LRUCache<string, string>({ max: NAMES_MAX });
  const asking = new Set<Asking>();

  function kept(workspaceId: string, id: string, generation: number): EpisodeRecord | null {
    const found = held.get(keyOf(workspaceId, names.get(id) ?? ""));
    return found?.record.id === id && found.generation === generation ? found.record : null;
  }

  async function ask(
    workspaceId: string,
    ids: readonly string[],
    generation: number,
  ): Promise<EpisodeRecord[]> {
    const mine: Asking = { workspaceId, changed: new Set() };
    asking.add(mine);
    try {
      const { rows } = await db.pool.query<EpisodeRecord>({
        name: "episode-records",
        text: `select ${EPISODE_COLUMNS} from ${EPISODE_TABLES} where ${VISIBLE_EPISODE} and e."id" = any($2)`,
        values: [workspaceId, ids],
      });
      for (const record of rows) {
        names.set(record.id, record.sessionId);
        if (!mine.changed.has(record.sessionId) && signals.connected)
          held.set(keyOf(workspaceId, record.sessionId), { generation, record }, { size: weigh(record) });
      }
      return rows;
    } finally {
      asking.delete(mine);
    }
  }

  return {
    async get(workspaceId, ids, generation) {
      const found = new Map<string, EpisodeRecord>();
      const missing: string[] = [];
      for (const id of ids) {
        const record = signals.connected ? kept(workspaceId, id, generation) : null;
        if (record === null) missing.push(id);
        else found.set(id, record);
      }
      if (missing.length > 0)
        for (const record of await ask(workspaceId, missing, generation)) found.set(record.id, record);
      return found;
    },
    forget(workspaceId, sessionId) {
      if (sessionId === null) return;
      held.delete(keyOf(workspaceId, sessionId));
      for (const one of asking) {
        if (one.workspaceId === workspaceId) one.changed.add(sessionId);
      }
    },
  };
}

const keyOf = (workspaceId: string, sessionId: string): string => `${workspaceId}\n${sessionId}`;

function weigh({ summary, features }: EpisodeRecord): number {
  return ROW_BYTES + (summary?.length ?? 0) + 2 * JSON.stringify(features).length;
}
