import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/client.ts";

/** The register: rows through `prisma`, hot lists and searches through `pool`. One per process. */
export interface Db {
  prisma: PrismaClient;
  pool: pg.Pool;
  url: string;
  close(): Promise<void>;
}

export interface DbOptions {
  /** Connections at most; Postgres of our own admits 120 for all processes together. */
  connectionsMax?: number;
}

/** On a machine that is busy starting up, the first connection alone can take longer than the two seconds Prisma gives a transaction. */
const CONNECTION_MS_MAX = 15_000;

/** Opens lazily: nothing connects before the first query. */
export function createDb(url: string, options: DbOptions = {}): Db {
  const pool = new pg.Pool({
    connectionString: utcUrl(url),
    max: options.connectionsMax ?? 10,
    connectionTimeoutMillis: CONNECTION_MS_MAX,
    keepAlive: true,
  });
  // A lost connection also says so as an event, which ends a process that does not listen. The pool listens only to idle ones; who has one
  // taken hears of the loss from its queries.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => void client.on("error", () => undefined));
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: CONNECTION_MS_MAX },
  });
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await prisma.$disconnect();
    await pool.end();
  };
  return { prisma, pool, url, close: () => (closing ??= close()) };
}

/** Prisma's adapter drops the offset of a `timestamptz`, so that every session has to speak UTC. */
export function utcUrl(url: string): string {
  const parsed = new URL(url);
  const given = parsed.searchParams.get("options");
  parsed.searchParams.set("options", [given, "-c TimeZone=UTC"].filter(Boolean).join(" "));
  return parsed.href;
}
