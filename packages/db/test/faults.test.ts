import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { AppError } from "@retake/core/errors";
import { expect, test } from "vitest";
import { databaseFault } from "../src/faults.ts";
import { createDb } from "../src/index.ts";
import { startLocalPostgres } from "../src/local-postgres.ts";

async function faultOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "no error",
    (error: unknown) => databaseFault(error) ?? error,
  );
}

test("a database that went away is unavailable, by Prisma and by pg, while it is gone and on what it cut off", async () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "retake-faults-"));
  const postgres = await startLocalPostgres({ dir, database: "postgres", noSync: true });
  const db = createDb(postgres.url);
  await db.pool.query("SELECT 1");
  const cut = [
    faultOf(db.pool.query("SELECT pg_sleep(60)")),
    faultOf(db.prisma.$queryRaw`SELECT 1 FROM pg_sleep(60)`),
  ];
  await db.pool.query("SELECT 1");
  await postgres.stop();
  const gone = [
    faultOf(db.pool.query("SELECT 1")),
    faultOf(db.prisma.user.count()),
    faultOf(db.prisma.$queryRaw`SELECT 1`),
  ];
  for (const fault of await Promise.all([...cut, ...gone]))
    expect(fault).toMatchObject({ code: "unavailable" });

  const back = await startLocalPostgres({ dir, database: "postgres", noSync: true });
  expect((await db.pool.query("SELECT 1 AS n")).rows).toEqual([{ n: 1 }]);
  await db.close();
  await back.stop();
  fs.rmSync(dir, { recursive: true, force: true });
});

test("a wrong query is no absence", async () => {
  expect(databaseFault(new Error("syntax error"))).toBeNull();
  expect(databaseFault(Object.assign(new Error("unique"), { code: "23505" }))).toBeNull();
  expect(databaseFault("text")).toBeNull();
});

test("a hub that cannot be reached is no absence of the database, whatever its socket said", () => {
  const cause = Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" });
  expect(
    databaseFault(new AppError("source_unreachable", "The hub cannot be reached.", { cause })),
  ).toBeNull();
  const lost = new AppError("internal", "Something failed.", { cause });
  expect(databaseFault(lost)).toMatchObject({ code: "unavailable" });
});
