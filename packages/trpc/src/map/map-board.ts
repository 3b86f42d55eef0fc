import { createHash, randomBytes } from "node:crypto";
import type { Db } from "@retake/db";
import type { Channel, Listener } from "@retake/db/notify";
import { LRUCache } from "lru-cache";
import { workspaceOf } from "../live/shared-answers.ts";
import { loadMap } from "./load-map.ts";
import type { MapKind } from "./map-data.ts";
import { encodeMap } from "./wire.ts";

/** A map as it is sent. */
export interface MapBytes {
  bytes: Uint8Array;
  etag: string;
}

/**
 * The maps of all workspaces, each made once however many look at it. Invariant: an answer holds all that was announced before it was asked for; while the
 * listener is down nothing is kept.
 */
export interface MapBoard {
  /** @param assigneeId whose assignments are told; null: everybody's */
  bytes(workspaceId: string, kind: MapKind, assigneeId: string | null): Promise<MapBytes>;
  /** Another one as soon as any map of the workspace may have changed. */
  version(workspaceId: string): string;
  close(): void;
}

/** A map of 100,000 episodes takes about 7 MB. */
const BYTES_MAX = 128 << 20;
/** A change that nobody announced is seen after this. */
const TTL_MS = 60_000;
/** What can change a map. */
const CHANNELS: readonly Channel[] = ["index", "episode", "assignment"];

export function createMapBoard(options: {
  db: Db;
  signals: Pick<Listener, "connected" | "on" | "onGap">;
}): MapBoard {
  const { db, signals } = options;
  const held = new LRUCache<string, Promise<MapBytes>>({ maxSize: BYTES_MAX, ttl: TTL_MS });
  const generations = new Map<string, number>();
  const started = randomBytes(6).toString("base64url");
  let gaps = 0;

  const generationOf = (workspaceId: string): string => `${gaps}.${generations.get(workspaceId) ?? 0}`;
  const raise = (id: string): void => {
    const workspaceId = workspaceOf(id);
    generations.set(workspaceId, (generations.get(workspaceId) ?? 0) + 1);
  };
  const stops = [
    ...CHANNELS.map((channel) => signals.on(channel, raise)),
    signals.onGap(() => {
      gaps += 1;
      held.clear();
    }),
  ];

  async function make(workspaceId: string, kind: MapKind, assigneeId: string | null): Promise<MapBytes> {
    const bytes = encodeMap(await loadMap({ db }, workspaceId, kind, assigneeId));
    return { bytes, etag: `"${createHash("sha1").update(bytes).digest("base64url")}"` };
  }

  return {
    bytes(workspaceId, kind, assigneeId) {
      if (!signals.connected) return make(workspaceId, kind, assigneeId);
      const key = [workspaceId, kind, assigneeId ?? "*", generationOf(workspaceId)].join("\n");
      const found = held.get(key);
      if (found !== undefined) return found;
      const value = make(workspaceId, kind, assigneeId);
      held.set(key, value, { size: 1 });
      value.then(
        ({ bytes }) => {
          if (held.peek(key) === value) held.set(key, value, { size: Math.max(1, bytes.length) });
        },
        () => {
          if (held.peek(key) === value) held.delete(key);
        },
      );
      return value;
    },
    version: (workspaceId) => `${started}.${generationOf(workspaceId)}`,
    close: () => stops.forEach((stop) => stop()),
  };
}
