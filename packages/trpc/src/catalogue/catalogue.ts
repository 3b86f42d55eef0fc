import { SESSION_ID_PATTERN } from "@retake/core/ids";
import type { Db } from "@retake/db";
import { LRUCache } from "lru-cache";
import type { Listener } from "@retake/db/notify";
import { loadEpisode } from "./load-episode.ts";
import type { CatalogueEpisode } from "./types.ts";

export type { CameraRecord, CatalogueEpisode, EpisodeRecord, SegmentRecord, TopicRecord } from "./types.ts";

/**
 * What the hot paths know of a workspace's episodes without asking Postgres again.
 * Invariant: an entry is answered only if nothing in its workspace has changed since its query BEGAN. Each workspace has a generation that every
 * `episode` wake-up raises; an entry carries the one it was loaded under. While the listener is down nothing is kept, and after a gap all is forgotten.
 * It holds no permissions: callers pass a workspace id they were authorised for.
 */
export interface Catalogue {
  /** The published episode with topics, cameras and segments, or null. */
  episode(workspaceId: string, sessionId: string): Promise<CatalogueEpisode | null>;
  /** The answer of `load`, kept under `key` until something in the workspace changes. */
  remember<T extends object>(workspaceId: string, key: string, load: () => Promise<T>): Promise<T>;
  /** To be called right after an own write, so that the writer reads it back without waiting for the wake-up. */
  forget(workspaceId: string): void;
  close(): void;
}

/** Memory for episodes, about 8 KB each with six topics: 20,000 of them. */
const EPISODES_BYTES_MAX = 192 << 20;
/** For list pages, facets, dataset tables. */
const PAGES_BYTES_MAX = 64 << 20;
/** Of one row of anything, with its texts, about; an entry is weighed by the rows in it. */
const ROW_BYTES = 1_280;

/** A change that nobody announced, say one made by hand in the database, is seen after this. */
const TTL_MS = 60_000;

interface Entry {
  generation: number;
  value: Promise<object | null>;
}

export function createCatalogue(options: {
  db: Db;
  signals: Pick<Listener, "connected" | "on" | "onGap">;
}): Catalogue {
  const { db, signals } = options;
  const episodes = new LRUCache<string, Entry>({ maxSize: EPISODES_BYTES_MAX, ttl: TTL_MS });
  const pages = new LRUCache<string, Entry>({ maxSize: PAGES_BYTES_MAX, ttl: TTL_MS });
  const generations = new Map<string, number>();

  const forget = (workspaceId: string): void => {
    generations.set(workspaceId, (generations.get(workspaceId) ?? 0) + 1);
  };
  const forgetAll = (): void => {
    episodes.clear();
    pages.clear();
    for (const workspaceId of generations.keys()) forget(workspaceId);
  };
  /** Woken with the id of a workspace. Any other id could be about any of them. */
  const wake = (id: string): void => (generations.has(id) ? forget(id) : forgetAll());
  const stops = [signals.on("episode", wake), signals.onGap(forgetAll)];

  function through<T extends object | null>(
    cache: LRUCache<string, Entry>,
    workspaceId: string,
    key: string,
    load: () => Promise<T>,
  ): Promise<T> {
    if (!signals.connected) return load();
    let generation = generations.get(workspaceId);
    if (generation === undefined) generations.set(workspaceId, (generation = 0));
    const fullKey = `${workspaceId}\n${key}`;
    const held = cache.get(fullKey);
    if (held !== undefined && held.generation === generation) return held.value as Promise<T>;
    const value = load();
    const entry: Entry = { generation, value };
    cache.set(fullKey, entry, { size: ROW_BYTES });
    const settle = (found: object | null): void => {
      if (cache.peek(fullKey) !== entry) return;
      if (found === null) cache.delete(fullKey);
      else cache.set(fullKey, entry, { size: weigh(found) });
    };
    value.then(settle, () => settle(null));
    return value;
  }

  return {
    episode: async (workspaceId, sessionId) =>
      // What cannot be a name is not looked up, and not kept.
      SESSION_ID_PATTERN.test(sessionId)
        ? through(episodes, workspaceId, sessionId, () => loadEpisode(db, workspaceId, sessionId))
        : null,
    remember: (workspaceId, key, load) => through(pages, workspaceId, key, load),
    forget,
    close() {
      for (const stop of stops) stop();
    },
  };
}

function weigh(value: object): number {
  let rows = 1;
  for (const part of Object.values(value)) if (Array.isArray(part)) rows += part.length;
  return rows * ROW_BYTES;
}
