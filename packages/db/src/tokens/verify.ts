import { timingSafeEqual } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Db } from "../create-db.ts";
import type { Listener } from "../notify.ts";
import { parseToken, type ParsedToken } from "./format.ts";

const CACHE_MS = 30_000;
const CACHE_ENTRIES_MAX = 10_000;
const LAST_USED_EVERY_MS = 60_000;

/** Whom a valid token stands for. */
export interface VerifiedToken {
  id: string;
  kind: "api" | "robot";
  workspaceId: string;
  name: string;
  scopes: string[];
  expiresAt: Date | null;
}

export interface TokenVerifier {
  /** Null for every token that is not valid now; why is nobody's business. */
  verify(token: string): Promise<VerifiedToken | null>;
  /** The same for one that was taken apart before; null is no token. At once where nothing has to be asked. */
  verifyParsed(token: ParsedToken | null): Promise<VerifiedToken | null> | VerifiedToken | null;
  close(): void;
}

interface Entry {
  token: VerifiedToken;
  hash: Uint8Array;
  lastUsed: number;
  /** What proved to be it last: a connection says the same again and again. */
  proved: ParsedToken | null;
}

/**
 * Checks tokens against the register. Valid ones are remembered for 30 s and forgotten when their `token` notification comes,
 * so that a revoked one is refused at once wherever the listener is connected, and within 30 s elsewhere.
 */
export function createTokenVerifier(options: {
  db: Db;
  listener: Pick<Listener, "on" | "onGap">;
  now?: () => Date;
}): TokenVerifier {
  const { db, listener, now = () => new Date() } = options;
  const cache = new LRUCache<string, Entry>({ max: CACHE_ENTRIES_MAX, ttl: CACHE_MS, ttlResolution: 0 });
  /** Raised by every revocation: what was read before it must not be remembered after it. */
  let generation = 0;
  const stops = [
    listener.on("token", (id) => {
      generation += 1;
      cache.delete(id);
    }),
    listener.onGap(() => {
      generation += 1;
      cache.clear();
    }),
  ];

  async function load(id: string): Promise<Entry | null> {
    const before = generation;
    const row = await db.prisma.token.findUnique({ where: { id } });
    if (row === null || row.revokedAt !== null) return null;
    const { kind, workspaceId, name, scopes, expiresAt, hash } = row;
    const token = { id, kind, workspaceId, name, scopes, expiresAt };
    const entry: Entry = { token, hash, lastUsed: row.lastUsedAt?.getTime() ?? 0, proved: null };
    if (generation === before) cache.set(id, entry);
    return entry;
  }

  async function touch(entry: Entry, time: Date): Promise<VerifiedToken> {
    entry.lastUsed = time.getTime();
    await db.prisma.token.updateMany({ where: { id: entry.token.id }, data: { lastUsedAt: time } });
    return entry.token;
  }

  function prove(entry: Entry | null, parsed: ParsedToken): ReturnType<TokenVerifier["verifyParsed"]> {
    if (entry === null) return null;
    if (entry.proved !== parsed && !timingSafeEqual(entry.hash, parsed.hash)) return null;
    entry.proved = parsed;
    const time = now();
    const { token, lastUsed } = entry;
    if (token.expiresAt !== null && token.expiresAt <= time) return null;
    return time.getTime() - lastUsed < LAST_USED_EVERY_MS ? token : touch(entry, time);
  }

  function verifyParsed(parsed: ParsedToken | null): ReturnType<TokenVerifier["verifyParsed"]> {
    if (parsed === null) return null;
    const entry = cache.get(parsed.id);
    return entry === undefined
      ? load(parsed.id).then((loaded) => prove(loaded, parsed))
      : prove(entry, parsed);
  }

  return {
    verify: async (token) => await verifyParsed(parseToken(token)),
    verifyParsed,
    close: () => stops.forEach((stop) => stop()),
  };
}
