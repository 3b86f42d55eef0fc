import pg from "pg";

const DATABASE_EXISTS = "42P04";

export async function withClient(url, use) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** Creates the database `url` names, through the server's `postgres` database; one that exists is left alone. */
export async function createDatabase(url) {
  const admin = new URL(url);
  admin.pathname = "/postgres";
  const name = databaseName(url);
  await withClient(admin.href, (client) =>
    client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`),
  ).catch((error) => {
    if (error.code !== DATABASE_EXISTS) throw error;
  });
  return { databaseName: name };
}

/** A driver error as the code and words Prisma's CLI knows. */
export function knownFault(error, url) {
  if (error.code === "3D000") {
    return { error_code: "P1003", message: `Database \`${databaseName(url)}\` does not exist` };
  }
  if (error.code === "28P01" || error.code === "28000") {
    return { error_code: "P1000", message: `Authentication failed: ${error.message}` };
  }
  return { error_code: "P1001", message: `Can't reach database server: ${error.message || error.code}` };
}

function databaseName(url) {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}
