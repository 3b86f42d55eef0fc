import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { AppError } from "@retake/core/errors";
import pg from "pg";

const MIGRATIONS = path.resolve(import.meta.dirname, "../prisma/migrations");
/** The key Prisma's engine locks while it migrates, so that both can be used on one database. */
const ADVISORY_LOCK = 72_707_369;
const NO_SUCH_DATABASE = "3D000";
const ALREADY_THERE = new Set(["42P04", "23505"]);

/** Prisma's own table, as its engine makes it. */
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/**
 * Brings the database up to date, as `prisma migrate deploy` does (same folder, table, checksums and lock) in a tenth of
 * its time; makes the database when it is missing. Several processes may call it at once.
 * @returns names of the migrations that were applied
 * @throws AppError `unavailable` when there is no server, `conflict` when the database does not fit this code
 */
export async function migrate(url: string, folder = MIGRATIONS): Promise<string[]> {
  const client = await connectOrCreate(url);
  try {
    await client.query("SELECT pg_advisory_lock($1)", [ADVISORY_LOCK]);
    await client.query(TABLE);
    const known = await readApplied(client);
    const applied: string[] = [];
    for (const migration of readFolder(folder)) {
      const checksum = known.get(migration.name);
      if (checksum === undefined) {
        await apply(client, migration);
        applied.push(migration.name);
      } else if (checksum !== migration.checksum) {
        throw new AppError("conflict", `Migration ${migration.name} was edited after it had been applied.`);
      }
    }
    return applied;
  } finally {
    await client.end();
  }
}

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

function readFolder(folder: string): Migration[] {
  return fs
    .readdirSync(folder)
    .filter((name) => fs.existsSync(path.join(folder, name, "migration.sql")))
    .sort()
    .map((name) => {
      const sql = fs.readFileSync(path.join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

async function readApplied(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ migration_name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  const failed = rows.find((row) => !row.finished);
  if (failed !== undefined) {
    throw new AppError(
      "conflict",
      `Migration ${failed.migration_name} failed halfway before. Repair the database, then mark it with \`prisma migrate resolve\`.`,
    );
  }
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

/** The script runs as one transaction (one simple query), so that a failed one leaves nothing but its own row behind. */
async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  const id = randomUUID();
  await client.query("INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)", [
    id,
    checksum,
    name,
  ]);
  try {
    await client.query(sql);
  } catch (cause) {
    const detail = String(cause);
    // Nothing of it was kept: marked as rolled back, it is tried again at the next start.
    await client.query("UPDATE _prisma_migrations SET logs = $2, rolled_back_at = now() WHERE id = $1", [
      id,
      detail,
    ]);
    throw new AppError("conflict", `Migration ${name} does not apply to this database: ${detail}`, {
      detail,
      cause,
    });
  }
  await client.query(
    "UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1",
    [id],
  );
}

async function connectOrCreate(url: string): Promise<pg.Client> {
  try {
    return await connect(url);
  } catch (error) {
    if (codeOf(error) !== NO_SUCH_DATABASE) throw unreachable(url, error);
  }
  const admin = new URL(url);
  const name = decodeURIComponent(admin.pathname.slice(1));
  admin.pathname = "/postgres";
  try {
    const client = await connect(admin.href);
    try {
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
    } catch (error) {
      if (!ALREADY_THERE.has(codeOf(error))) throw error;
    } finally {
      await client.end();
    }
    return await connect(url);
  } catch (error) {
    throw unreachable(url, error);
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 15_000 });
  // A loss rejects the query under way, and would end the process besides.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function unreachable(url: string, cause: unknown): AppError {
  const { host, pathname } = new URL(url);
  const words = cause instanceof Error ? cause.message || codeOf(cause) : String(cause);
  return new AppError(
    "unavailable",
    `The database ${pathname.slice(1)} at ${host} cannot be opened: ${words}`,
    {
      cause,
    },
  );
}
