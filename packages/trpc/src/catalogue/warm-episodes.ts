// Loads a workspace's episodes before anybody asks for them: one query for many, one workspace at a time, other work in between; then
// their samples, as far as they are few.
// Invariant: a row is given only if nothing that concerns it has changed since its query began. The rows of a workspace stand on a shelf of their own:
// a change of the workspace throws it away, also from under the query that was to fill it; a change of one episode is held against that query.
import { setImmediate } from "node:timers/promises";
import type { Db } from "@retake/db";
import { session } from "../presenters/session.ts";
import { loadEpisodePage } from "./load-episode.ts";
import { LoadedEpisode, type EpisodeText } from "./loaded-episode.ts";
import type { CatalogueEpisode } from "./types.ts";
import type { createWarmSamples } from "./warm-samples.ts";

export interface WarmEpisodes {
  /** What lies on the shelf of an episode. */
  get(workspaceId: string, sessionId: string): WarmEpisode | null;
  /** Begins to load the workspace, newest episodes first, until there is no more room; not twice within the time rows are believed. */
  start(workspaceId: string): void;
  /** @param sessionId null: all of the workspace */
  forget(workspaceId: string, sessionId: string | null): void;
  /** Nothing is asked of Postgres from here on. */
  close(): void;
}

export interface WarmEpisode {
  episode: CatalogueEpisode;
  /** The session of REST, as it is sent; null of what is recorded still, which the log has more of. */
  json: Uint8Array | null;
  /** What all of it weighs, read or not. */
  bytes: number;
  /** On the clock of `now`: it is not to be believed from then on. */
  until: number;
}

/** A few milliseconds of this process's time. */
const BATCH = 200;

interface Shelf {
  until: number;
  episodes: Map<string, WarmEpisode>;
  bytes: number;
  /** Episodes that changed while a query for this shelf runs; null while none does. */
  changed: Set<string> | null;
}

export function createWarmEpisodes(options: {
  db: Db;
  bytesMax: number;
  /** For how long rows are believed. */
  ttlMs: number;
  /** Milliseconds of a clock that never goes back. */
  now: () => number;
  /** Hears of all that is loaded, before it is. */
  warmSamples: ReturnType<typeof createWarmSamples>;
}): WarmEpisodes {
  const { db, bytesMax, ttlMs, now, warmSamples } = options;
  const shelves = new Map<string, Shelf>();
  const begun = new Map<string, number>();
  let line = Promise.resolve();
  let isClosed = false;

  async function fill(workspaceId: string, shelf: Shelf): Promise<void> {
    let last: EpisodeText | undefined;
    while (shelves.get(workspaceId) === shelf) {
      const changed = (shelf.changed = new Set<string>());
      const rows = await loadEpisodePage(db, workspaceId, last ?? null, BATCH);
      shelf.changed = null;
      last = rows.at(-1);
      const unchanged = rows.filter((row) => !changed.has(row.sessionId));
      if (!put(shelf, unchanged) || rows.length < BATCH) return;
      await setImmediate();
    }
  }

  /** @returns false once there is no more room */
  function put(shelf: Shelf, rows: readonly EpisodeText[]): boolean {
    let room = bytesMax;
    for (const { bytes } of shelves.values()) room -= bytes;
    for (const row of rows) {
      const episode = new LoadedEpisode(row);
      const json = row.recording === null ? Buffer.from(JSON.stringify(session(episode))) : null;
      const bytes = episode.bytes + (json?.byteLength ?? 0);
      if (bytes > room) return false;
      room -= bytes;
      shelf.bytes += bytes;
      // Read here, where nobody waits: whoever asks for rows needs it first.
      void episode.segments;
      shelf.episodes.set(row.sessionId, { episode, json, bytes, until: shelf.until });
    }
    return true;
  }

  return {
    get(workspaceId, sessionId) {
      const found = shelves.get(workspaceId)?.episodes.get(sessionId);
      return found !== undefined && now() < found.until ? found : null;
    },
    start(workspaceId) {
      const since = now();
      if (isClosed || since - (begun.get(workspaceId) ?? -Infinity) < ttlMs) return;
      begun.set(workspaceId, since);
      for (const [id, { until }] of shelves) if (since >= until) shelves.delete(id);
      const shelf: Shelf = { until: since + ttlMs, episodes: new Map(), bytes: 0, changed: null };
      shelves.set(workspaceId, shelf);
      // What fails here is asked for singly, where the failure is an answer.
      const filled = line.then(() => fill(workspaceId, shelf)).catch(() => undefined);
      line = filled;
      warmSamples({ filled, episodes: shelf.episodes, goesOn: () => shelves.get(workspaceId) === shelf });
    },
    forget(workspaceId, sessionId) {
      if (sessionId === null) shelves.delete(workspaceId);
      const shelf = shelves.get(workspaceId);
      if (sessionId === null || shelf === undefined) return;
      shelf.changed?.add(sessionId);
      shelf.bytes -= shelf.episodes.get(sessionId)?.bytes ?? 0;
      shelf.episodes.delete(sessionId);
    },
    close() {
      isClosed = true;
      shelves.clear();
    },
  };
}
