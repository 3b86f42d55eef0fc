import { randomBytes } from "node:crypto";
import { type Db, createDb } from "@retake/db";
import pg from "pg";
import { testServerUrl } from "./env.ts";
import { TEMPLATE_DATABASE, type TestServer, startTestServer } from "./test-server.ts";

export interface TestDatabase extends AsyncDisposable {
  url: string;
  db: Db;
  close(): Promise<void>;
}

/**
 * A migrated, empty database of its own, cloned from the run's template in about 40 ms; dropped by `close` or at the end of
 * an `await using` block. Outside of a vitest run it starts a server of its own, which ends with `close`.
 */
export async function startTestDatabase(): Promise<TestDatabase> {
  const shared = testServerUrl();
  const own: TestServer | null = shared === null ? await startTestServer() : null;
  const server = shared ?? own?.url ?? "";
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asAdmin(server, `CREATE DATABASE "${name}" TEMPLATE "${TEMPLATE_DATABASE}"`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const db = createDb(url.href, { connectionsMax: 5 });
  let closing: Promise<void> | undefined;
  const drop = async (): Promise<void> => {
    await db.close();
    await asAdmin(server, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    await own?.stop();
  };
  const close = (): Promise<void> => (closing ??= drop());
  return { url: url.href, db, close, [Symbol.asyncDispose]: close };
}

async function asAdmin(server: string, sql: string): Promise<void> {
  const url = new URL(server);
  url.pathname = "/postgres";
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
