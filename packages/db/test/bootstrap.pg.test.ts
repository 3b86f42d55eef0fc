import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { startTestDatabase } from "@retake/dev-env";
import { expect, test } from "vitest";
import { bootstrap, credentialsPath } from "../src/bootstrap.ts";
import { verifyPassword } from "../src/passwords.ts";
import { parseToken } from "../src/tokens.ts";

const urls = { webUrl: "http://127.0.0.1:3000", ingestUrl: "ws://127.0.0.1:8000/ws/ingest" };

function dataFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), "retake-data-"));
}

test("the first start makes an owner who can sign in, with tokens, and says so in a private file", async () => {
  await using database = await startTestDatabase();
  const dataDir = dataFolder();
  const { first, credentials } = await bootstrap(database.db, { dataDir, ...urls });
  expect(first).toBe(true);

  const file = credentialsPath(dataDir);
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(fs.readFileSync(file, "utf8"))).toEqual(credentials);
  expect(Object.keys(credentials!)).toEqual([
    "email",
    "password",
    "workspace",
    "robotToken",
    "apiToken",
    "webUrl",
    "ingestUrl",
  ]);

  const user = await database.db.prisma.user.findUniqueOrThrow({
    where: { email: credentials!.email },
    include: { memberships: { include: { workspace: true } } },
  });
  expect(user.memberships.map((m) => [m.workspace.slug, m.role])).toEqual([
    [credentials!.workspace, "owner"],
  ]);
  expect(await verifyPassword(user.passwordHash, credentials!.password)).toBe(true);
  expect(await verifyPassword(user.passwordHash, `${credentials!.password}x`)).toBe(false);
  expect(user.passwordHash).toMatch(/^\$argon2id\$/);

  const tokens = await database.db.prisma.token.findMany({ orderBy: { kind: "asc" } });
  expect(tokens.map((t) => [t.kind, t.id])).toEqual([
    ["api", parseToken(credentials!.apiToken)!.id],
    ["robot", parseToken(credentials!.robotToken)!.id],
  ]);
  expect(JSON.stringify(tokens)).not.toContain(credentials!.apiToken.split("_")[2]);
});

test("a second start changes nothing but the URLs", async () => {
  await using database = await startTestDatabase();
  const dataDir = dataFolder();
  const { credentials } = await bootstrap(database.db, { dataDir, ...urls });
  const before = fs.statSync(credentialsPath(dataDir));
  const again = await bootstrap(database.db, { dataDir, ...urls });
  expect(again).toMatchObject({ first: false, credentials });
  expect(fs.statSync(credentialsPath(dataDir)).ino).toBe(before.ino);

  const moved = await bootstrap(database.db, { dataDir, ...urls, webUrl: "http://127.0.0.1:3999" });
  expect(moved.credentials).toEqual({ ...credentials, webUrl: "http://127.0.0.1:3999" });
  expect(fs.statSync(credentialsPath(dataDir)).mode & 0o777).toBe(0o600);
  expect(await database.db.prisma.user.count()).toBe(1);
});

test("two first starts at once make one owner, whose password is in the file", async () => {
  await using database = await startTestDatabase();
  const dataDir = dataFolder();
  const both = await Promise.all([
    bootstrap(database.db, { dataDir, ...urls }),
    bootstrap(database.db, { dataDir, ...urls }),
  ]);
  expect(both.filter((one) => one.first)).toHaveLength(1);
  const user = await database.db.prisma.user.findFirstOrThrow();
  const { password } = JSON.parse(fs.readFileSync(credentialsPath(dataDir), "utf8")) as { password: string };
  expect(await verifyPassword(user.passwordHash, password)).toBe(true);
});

test("a crash after the commit and before the file has its name loses no password", async () => {
  await using database = await startTestDatabase();
  const dataDir = dataFolder();
  const { credentials } = await bootstrap(database.db, { dataDir, ...urls });
  fs.renameSync(credentialsPath(dataDir), `${credentialsPath(dataDir)}.draft`);
  expect((await bootstrap(database.db, { dataDir, ...urls })).credentials).toEqual(credentials);
});

test("the draft of a start that never committed is dropped", async () => {
  await using database = await startTestDatabase();
  const dataDir = dataFolder();
  const { credentials } = await bootstrap(database.db, { dataDir, ...urls });
  fs.writeFileSync(`${credentialsPath(dataDir)}.draft`, '{"email":"cut o');
  expect((await bootstrap(database.db, { dataDir, ...urls })).credentials).toEqual(credentials);
  expect(fs.readdirSync(dataDir)).toEqual(["credentials.json"]);
});
