import type { Db } from "@retake/db";
import type { Listener } from "@retake/db/notify";
import type { WorkspaceAccess } from "@retake/trpc/actor";
import { LRUCache } from "lru-cache";

/** What the register says of one login now. */
export interface LoginState {
  sessionVersion: number;
  revoked: boolean;
  workspaces: WorkspaceAccess[];
}

export interface LoginStates {
  /** Null for a user that is gone. */
  get(userId: string, loginId: string): Promise<LoginState | null>;
  close(): void;
}

const ENTRIES_MAX = 10_000;
/** A wake-up that never came, say from a change made by hand in the database, is made good after this. */
const TTL_MS = 30_000;

const SQL = `select u."sessionVersion", exists (select 1 from "RevokedLogin" r where r."jti" = $2) as "revoked",
  (select coalesce(json_agg(json_build_object('id', w."id", 'slug', w."slug", 'name', w."name", 'role', m."role")
    order by m."createdAt", w."slug"), '[]')
    from "Membership" m join "Workspace" w on w."id" = m."workspaceId" where m."userId" = u."id") as "workspaces"
  from "User" u where u."id" = $1`;

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
  });
  const stops = [
    listener.on("login", (userId) => {
      for (const [loginId, entry] of cache.entries()) if (entry.userId === userId) cache.delete(loginId);
    }),
    listener.onGap(() => cache.clear()),
  ];

  async function load(userId: string, loginId: string): Promise<LoginState | null> {
    const { rows } = await db.pool.query<LoginState>({
      name: "login-state",
      text: SQL,
      values: [userId, loginId],
    });
    return rows[0] ?? null;
  }

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
