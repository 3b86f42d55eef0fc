// @prisma/adapter-pg is written for the client, not for migrations. Put right here: one session (advisory lock, SET),
// whole scripts in one round trip, columns of the catalogue's "char" type, and a shadow database that is another database.
import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { withClient } from "./database.mjs";

const CHAR_OID = 18;
const TEXT_OID = 25;

/** @param open set that holds every adapter not yet disposed of */
export function migrationAdapterFactory(url, open) {
  return {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () => openAdapter(url, open),
    connectToShadowDb: async () => {
      const name = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
      const run = (sql) => withClient(url, (client) => client.query(sql));
      await run(`CREATE DATABASE "${name}"`);
      const shadow = new URL(url);
      shadow.pathname = `/${name}`;
      return openAdapter(shadow.href, open, () => run(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
    },
  };
}

async function openAdapter(url, open, afterDispose) {
  const schema = url ? (new URL(url).searchParams.get("schema") ?? undefined) : undefined;
  const pool = new pg.Pool({ connectionString: url, max: 1, idleTimeoutMillis: 0 });
  const adapter = await new PrismaPg(pool, { schema, disposeExternalPool: true }).connect();
  readCharColumns(adapter);
  adapter.executeScript = async (script) => {
    try {
      await pool.query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  const dispose = adapter.dispose.bind(adapter);
  open.add(adapter);
  adapter.dispose = async () => {
    if (!open.delete(adapter)) return;
    await dispose();
    await afterDispose?.();
  };
  return adapter;
}

function readCharColumns(adapter) {
  let lastFields = [];
  const performIO = adapter.performIO.bind(adapter);
  adapter.performIO = async (query) => {
    const answer = await performIO(query);
    const result = Array.isArray(answer) ? answer.at(-1) : answer;
    for (const field of result.fields) {
      if (field.dataTypeID !== CHAR_OID) continue;
      field.dataTypeID = TEXT_OID;
      field.isChar = true;
    }
    lastFields = result.fields;
    return result;
  };
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    result.columnTypes = result.columnTypes.map((type, i) =>
      lastFields[i]?.isChar ? ColumnTypeEnum.Character : type,
    );
    return result;
  };
}
