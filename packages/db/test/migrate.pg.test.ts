import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { startTestDatabase } from "@retake/dev-env";
import { expect, test } from "vitest";
import { migrate } from "../src/migrate.ts";

function writeMigrations(scripts: Record<string, string>): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "retake-migrations-"));
  for (const [name, sql] of Object.entries(scripts)) {
    fs.mkdirSync(path.join(folder, name));
    fs.writeFileSync(path.join(folder, name, "migration.sql"), sql);
  }
  return folder;
}

async function withEmptyDatabase(use: (url: string) => Promise<void>): Promise<void> {
  await using database = await startTestDatabase();
  const url = new URL(database.url);
  url.pathname += "_empty";
  try {
    await use(url.href);
  } finally {
    await database.db.pool.query(`DROP DATABASE IF EXISTS "${url.pathname.slice(1)}" WITH (FORCE)`);
  }
}

test("a missing database is made and migrated once, however many processes ask at once", async () => {
  await withEmptyDatabase(async (url) => {
    const runs = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    expect(runs.flat()).toEqual(
      fs.readdirSync(new URL("../prisma/migrations", import.meta.url)).filter((n) => !n.includes(".")),
    );
    expect(await migrate(url)).toEqual([]);
  });
});

test("a migration that was edited after it had been applied is refused", async () => {
  await withEmptyDatabase(async (url) => {
    await migrate(url, writeMigrations({ "1_a": "CREATE TABLE a (id int)" }));
    const edited = writeMigrations({ "1_a": "CREATE TABLE a (id bigint)" });
    await expect(migrate(url, edited)).rejects.toMatchObject({ code: "conflict" });
  });
});

test("a migration that fails leaves nothing behind and is tried again", async () => {
  await withEmptyDatabase(async (url) => {
    const broken = writeMigrations({ "1_a": "CREATE TABLE a (id int); CREATE TABLE a (id int)" });
    await expect(migrate(url, broken)).rejects.toMatchObject({ code: "conflict" });
    expect(await migrate(url, writeMigrations({ "1_a": "CREATE TABLE a (id int)" }))).toEqual(["1_a"]);
  });
});

test("a server that is not there is named in words, without the password", async () => {
  const failure = migrate("postgresql://someone:secret@127.0.0.1:1/retake");
  await expect(failure).rejects.toMatchObject({
    code: "unavailable",
    message: expect.not.stringContaining("secret"),
  });
  await expect(failure).rejects.toThrow(/127\.0\.0\.1:1/);
});
