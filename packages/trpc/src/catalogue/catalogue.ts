import { SESSION_ID_PATTERN } from "@retake/core/ids";
import type { Db } from "@retake/db";
import type { Listener } from "@retake/db/notify";
import type { TelemetryReader } from "@retake/telemetry/reader";
import type { LogTail } from "@retake/telemetry/tail";
import { LRUCache } from "lru-cache";
import { readEpisodeChange } from "./episode-change.ts";
import { createEpisodeRecords } from "./episode-records.ts";
import { createLiveOverlay } from "./live-overlay.ts";
import { loadEpisode } from "./load-episode.ts";
import { LoadedEpisode } from "./loaded-episode.ts";
import type { CatalogueEpisode, EpisodeRecord } from "./types.ts";
import { createWarmEpisodes } from "./warm-episodes.ts";
import { createWarmSamples } from "./warm-samples.ts";

export type {
  CameraRecord,
  CatalogueEpisode,
  EpisodeRecord,
  RecordingRecord,
  SegmentRecord,
  TopicRecord,
} from "./types.ts";

/**
 * What the hot paths know of a workspace's episodes without asking Postgres again.
 * Invariant: an entry is answered only if nothing that concerns it has changed since its query BEGAN. Each workspace has generations that `episode`
 * wake-ups raise, and an entry carries the one it was loaded under; an episode that changed alone is dropped, also from under its query. While the
 * listener is down nothing is kept, and after a gap all is forgotten. The first episode asked for has the others loaded behind it.
 * What is still recorded is held as Postgres has it; what the log has beyond is looked up for every answer.
 * It holds no permissions: callers pass a workspace id they were authorised for.
 */
export interface Catalogue {
  /** The published episode with topics, cameras and segments, or null. */
  episode(workspaceId: string, sessionId: string): Promise<CatalogueEpisode | null>;
  /** The same as it is stored, without what a recording has beyond: for those who only ask who it is. */
  stored(workspaceId: string, sessionId: string): Promise<CatalogueEpisode | null>;
  /** What `episode` answers, where it lies ready: loaded ahead, and stored as a whole. Null says nothing. */
  held(workspaceId: string, sessionId: string): CatalogueEpisode | null;
  /**
   * The session of REST in bytes, where it lies ready: loaded ahead, and stored as a whole. Null says nothing: ask for the `episode`.
   * What is asked for once costs one look here, and nothing is made for it.
   */
  sessionJson(workspaceId: string, sessionId: string): Uint8Array | null;
  /** Rows of episodes by id, as they are stored. */
  records(workspaceId: string, ids: readonly string[]): Promise<Map<string, EpisodeRecord>>;
  /** The answer of `load`, kept under `key` until something in the workspace changes. */
  remember<T extends object>(workspaceId: string, key: string, load: () => Promise<T>): Promise<T>;
  /**
   * To be called right after an own write, so that the writer reads it back without waiting for the wake-up.
   * @param sessionId the one episode that was written, or null for any of them
   */
  forget(workspaceId: string, sessionId: string | null): void;
  close(): void;
}

/** Memory for episodes that were asked for before they were loaded ahead, about 8 KB each with six topics: 8,000 of them. */
const ASKED_BYTES_MAX = 64 << 20;
/** For those that were loaded ahead. Room of their own: nothing that was asked for ever makes way for them. */
const WARM_BYTES_MAX = 128 << 20;
/** For list pages, facets, dataset tables. */
const PAGES_BYTES_MAX = 64 << 20;
/** For rows that searches find, about 3 KB each: 10,000 of them. */
const RECORDS_BYTES_MAX = 32 << 20;
/** Of one row of anything, with its texts, about; an entry is weighed by the rows in it. */
const ROW_BYTES = 1_280;

/** A change that nobody announced, say one made by hand in the database, is seen after this. */
const TTL_MS = 60_000;

const nothingToPrepare = (): Promise<boolean> => Promise.resolve(false);

interface Entry {
  generation: number;
  value: Promise<object | null>;
}

/** How often it may all have changed: episodes by a change of the workspace, pages by any. */
interface Generations {
  episodes: number;
  pages: number;
}

export interface CatalogueOptions {
  db: Db;
  signals: Pick<Listener, "connected" | "on" | "onGap">;
  /** Where recordings go on; null: nothing of them is known before it is stored. */
  tail?: LogTail | null;
  warmBytesMax?: number;
  now?: () => number;
  /** Reads samples ahead. */
  reader?: Pick<TelemetryReader, "prepare">;
}

export function createCatalogue(options: CatalogueOptions): Catalogue {
  const stored = createStoredCatalogue(options);
  const { tail = null } = options;
  if (tail === null) return stored;
  const overlay = createLiveOverlay(tail);
  return {
    ...stored,
    async episode(workspaceId, sessionId) {
      const found = await stored.stored(workspaceId, sessionId);
      if (found === null || found.recording === null) return found;
      return overlay(found, () => {
        stored.forget(workspaceId, sessionId);
        return stored.stored(workspaceId, sessionId);
      });
    },
  };
}

function createStoredCatalogue(options: Omit<CatalogueOptions, "tail">): Catalogue {
  const { db, signals, warmBytesMax = WARM_BYTES_MAX, now = () => performance.now() } = options;
  // The clock is looked at each time: once a millisecond would take a timer for each.
  const kept = { ttl: TTL_MS, ttlResolution: 0 };
  const episodes = new LRUCache<string, Entry>({ maxSize: ASKED_BYTES_MAX, ...kept });
  const pages = new LRUCache<string, Entry>({ maxSize: PAGES_BYTES_MAX, ...kept });
  const warmSamples = createWarmSamples(options.reader?.prepare ?? nothingToPrepare);
  const warm = createWarmEpisodes({ db, bytesMax: warmBytesMax, ttlMs: TTL_MS, now, warmSamples });
  const records = createEpisodeRecords({ db, bytesMax: RECORDS_BYTES_MAX, ttlMs: TTL_MS, signals });
  const known = new Map<string, Generations>();

  function generationsOf(workspaceId: string): Generations {
    let generations = known.get(workspaceId);
    if (generations === undefined) known.set(workspaceId, (generations = { episodes: 0, pages: 0 }));
    return generations;
  }

  function forget(workspaceId: string, sessionId: string | null): void {
    const generations = generationsOf(workspaceId);
    generations.pages += 1;
    if (sessionId === null) generations.episodes += 1;
    else episodes.delete(keyOf(workspaceId, sessionId));
    warm.forget(workspaceId, sessionId);
    records.forget(workspaceId, sessionId);
  }

  function forgetAll(): void {
    for (const workspaceId of known.keys()) forget(workspaceId, null);
  }

  /** An id that says nothing to us could be about any of them. */
  function wake(id: string): void {
    const change = readEpisodeChange(id);
    if (change === null || !known.has(change.workspaceId)) forgetAll();
    else forget(change.workspaceId, change.sessionId);
  }
  const stops = [signals.on("episode", wake), signals.onGap(forgetAll)];

  const stored: Catalogue["stored"] = (workspaceId, sessionId) => {
    // What cannot be a name is not looked up, and not kept.
    if (!SESSION_ID_PATTERN.test(sessionId)) return Promise.resolve(null);
    if (!signals.connected) return loadEpisode(db, workspaceId, sessionId);
    const generation = generationsOf(workspaceId).episodes;
    const key = keyOf(workspaceId, sessionId);
    const held = heldIn<CatalogueEpisode | null>(episodes, key, generation);
    if (held !== null) return held;
    const warmed = warm.get(workspaceId, sessionId);
    if (warmed !== null) return Promise.resolve(warmed.episode);
    const value = keep(episodes, key, generation, loadEpisode(db, workspaceId, sessionId));
    value.then(
      () => warm.start(workspaceId),
      () => undefined,
    );
    return value;
  };
  return {
    episode: stored,
    stored,
    held(workspaceId, sessionId) {
      const warmed = signals.connected ? warm.get(workspaceId, sessionId) : null;
      return warmed === null || warmed.episode.recording !== null ? null : warmed.episode;
    },
    sessionJson: (workspaceId, id) => (signals.connected ? (warm.get(workspaceId, id)?.json ?? null) : null),
    records: (workspaceId, ids) => records.get(workspaceId, ids, generationsOf(workspaceId).episodes),
    async remember<T extends object>(workspaceId: string, name: string, load: () => Promise<T>) {
      if (!signals.connected) return load();
      const generation = generationsOf(workspaceId).pages;
      const key = keyOf(workspaceId, name);
      return heldIn<T>(pages, key, generation) ?? keep(pages, key, generation, load());
    },
    forget,
    close() {
      for (const stop of stops) stop();
      warm.close();
    },
  };
}

const keyOf = (workspaceId: string, name: string): string => `${workspaceId}\n${name}`;

function heldIn<T>(cache: LRUCache<string, Entry>, key: string, generation: number): Promise<T> | null {
  const entry = cache.get(key);
  return entry !== undefined && entry.generation === generation ? (entry.value as Promise<T>) : null;
}

/** Keeps what is being loaded, so that it is loaded once; nothing and failures are not kept. */
function keep<T extends object | null>(
  cache: LRUCache<string, Entry>,
  key: string,
  generation: number,
  value: Promise<T>,
): Promise<T> {
  const entry: Entry = { generation, value };
  cache.set(key, entry, { size: ROW_BYTES });
  const settle = (found: object | null): void => {
    if (cache.peek(key) !== entry) return;
    if (found === null) cache.delete(key);
    else cache.set(key, entry, { size: weigh(found) });
  };
  value.then(settle, () => settle(null));
  return value;
}

function weigh(value: object): number {
  if (value instanceof LoadedEpisode) return value.bytes;
  let rows = 1;
  for (const part of Object.values(value)) if (Array.isArray(part)) rows += part.length;
  return rows * ROW_BYTES;
}
