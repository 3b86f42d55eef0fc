import type { Db } from "@retake/db";
import type { Listener } from "@retake/db/notify";
import { LRUCache } from "lru-cache";
import { loadLoginState, type LoginState } from "../../src/server/login-state.ts";

export interface LoginStates {
  /** Null for a user that is gone. */
  get(userId: string, loginId: string): Promise<LoginState | null>;
  close(): void;
}

const ENTRIES_MAX = 10_000;
/** A wake-up that never came, say from a change made by hand in the database, is made good after this. */
const TTL_MS = 30_000;

/**
 * One query a login, remembered until a `login` wake-up names its user. Nothing is remembered that was read before such a wake-up,
 * nor while the listener is away: a password change, a sign-out or a changed role counts from the next request on.
 */
export function createLoginStates(options: {
  db: Db;
  listener: Pick<Listener, "connected" | "on" | "onGap">;
}): LoginStates {
  const { db, listener } = options;
  const cache = new LRUCache<string, { userId: string; state: Promise<LoginState | null> }>({
    max: ENTRIES_MAX,
    ttl: TTL_MS,
    ttlResolution: 0,
  });
  const stops = [
    listener.on("login", (userId) => {
      for (const [loginId, entry] of cache.entries()) if (entry.userId === userId) cache.delete(loginId);
    }),
    listener.onGap(() => cache.clear()),
  ];

  const load = (userId: string, loginId: string): Promise<LoginState | null> =>
    loadLoginState(db, userId, loginId);

  return {
    get(userId, loginId) {
      if (!listener.connected) return load(userId, loginId);
      const held = cache.get(loginId);
      if (held !== undefined && held.userId === userId) return held.state;
      const state = load(userId, loginId);
      const entry = { userId, state };
      // Held before it is known: a wake-up that comes while the query runs finds it and drops it.
      cache.set(loginId, entry);
      state.catch(() => {
        if (cache.peek(loginId) === entry) cache.delete(loginId);
      });
      return state;
    },
    close: () => stops.forEach((stop) => stop()),
  };
}
