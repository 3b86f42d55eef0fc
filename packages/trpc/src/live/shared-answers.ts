import type { Listener } from "@retake/db/notify";
import { LRUCache } from "lru-cache";

/** One answer a workspace for all who watch it: loaded once however many ask, and again only after a wake-up. */
export interface SharedAnswers<T> {
  /** What was true when this was called, or later. */
  get(workspaceId: string): Promise<T>;
  close(): void;
}

const WORKSPACES_MAX = 200;
/** Recordings leave the list by time alone, and a wake-up can be lost. */
const TTL_MS = 10_000;

export function createSharedAnswers<T extends object>(options: {
  signals: Pick<Listener, "connected" | "on" | "onGap">;
  load: (workspaceId: string) => Promise<T>;
}): SharedAnswers<T> {
  const { signals, load } = options;
  const held = new LRUCache<string, Promise<T>>({ max: WORKSPACES_MAX, ttl: TTL_MS });
  const stops = [
    signals.on("recording", (workspaceId) => held.delete(workspaceId)),
    signals.on("episode", (id) => held.delete(workspaceOf(id))),
    signals.onGap(() => held.clear()),
  ];
  return {
    get(workspaceId) {
      const found = signals.connected ? held.get(workspaceId) : undefined;
      if (found !== undefined) return found;
      const value = load(workspaceId);
      // Held before it is known: a wake-up that comes while the query runs drops it.
      if (signals.connected) held.set(workspaceId, value);
      value.catch(() => {
        if (held.peek(workspaceId) === value) held.delete(workspaceId);
      });
      return value;
    },
    close: () => stops.forEach((stop) => stop()),
  };
}

/** Of the id of an `episode` wake-up, which may name one episode. */
export function workspaceOf(id: string): string {
  const slash = id.indexOf("/");
  return slash < 0 ? id : id.slice(0, slash);
}
