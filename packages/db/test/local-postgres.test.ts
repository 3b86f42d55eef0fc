import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, expect, test, vi } from "vitest";
import { type LocalPostgres, startLocalPostgres } from "../src/local-postgres.ts";

const isRoot = process.getuid?.() === 0;
const cleanups: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

function folder(mode = 0o700): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "retake-pg-"));
  fs.chmodSync(dir, mode);
  cleanups.push(() => fs.rmSync(dir, { recursive: true, force: true }));
  return dir;
}

async function start(dir: string): Promise<LocalPostgres> {
  const postgres = await startLocalPostgres({ dir, database: "postgres" });
  cleanups.push(() => postgres.stop());
  return postgres;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  // A server that goes away while the client says good-bye is what some of these tests ask for.
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function serverPid(dir: string): number {
  return Number.parseInt(fs.readFileSync(path.join(dir, "data/postmaster.pid"), "utf8"), 10);
}

const soon = { timeout: 60_000, interval: 25 };

test("it runs in a folder that only its owner may enter, and keeps its rows over a stop", async () => {
  const dir = path.join(folder(0o700), "below", "postgres");
  const first = await start(dir);
  await query(first.url, "CREATE TABLE kept AS SELECT 42 AS n");
  await first.stop();
  await expect(query(first.url, "SELECT 1")).rejects.toThrow();
  const second = await start(dir);
  expect(await query(second.url, "SELECT n FROM kept")).toEqual([{ n: 42 }]);
  expect(fs.statSync(path.join(dir, "local.json")).mode & 0o777).toBe(0o600);
});

test("a folder that no user can make is refused in words", async () => {
  await expect(start("/proc/nope/postgres")).rejects.toMatchObject({ code: "forbidden" });
});

test("only who knows the password gets in", async () => {
  const { url } = await start(folder());
  const wrong = new URL(url);
  wrong.password = "guess";
  await expect(query(wrong.href, "SELECT 1")).rejects.toThrow(/password/);
});

test("committed rows survive SIGKILL of the server, and the next start needs no help", async () => {
  const dir = folder();
  const first = await start(dir);
  await query(first.url, "CREATE TABLE kept (n int)");
  for (let n = 0; n < 20; n += 1) await query(first.url, `INSERT INTO kept VALUES (${n})`);
  process.kill(serverPid(dir), "SIGKILL");
  await first.ended;
  const second = await start(dir);
  expect(await query(second.url, "SELECT count(*)::int AS n FROM kept")).toEqual([{ n: 20 }]);
});

test("a pid file that names some other living process does not keep it from starting", async () => {
  const dir = folder();
  await (await start(dir)).stop();
  fs.writeFileSync(
    path.join(dir, "data/postmaster.pid"),
    `${process.pid}\n${dir}/data\n1\n5432\n\n127.0.0.1\n`,
  );
  const again = await start(dir);
  expect(await query(again.url, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
});

test("a port that was taken in the meantime is exchanged", async () => {
  const dir = folder();
  const first = await start(dir);
  await first.stop();
  const thief = net.createServer().listen(Number(new URL(first.url).port), "127.0.0.1");
  cleanups.push(() => void thief.close());
  const second = await start(dir);
  expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
  expect(await query(second.url, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
});

test("an initialisation that was cut off is made anew, a lost data folder is not", async () => {
  const dir = folder();
  fs.mkdirSync(path.join(dir, "data"));
  fs.writeFileSync(path.join(dir, "data/PG_VERSION"), "18\n");
  await (await start(dir)).stop();
  fs.renameSync(path.join(dir, "data"), path.join(dir, "data-moved-away"));
  await expect(start(dir)).rejects.toMatchObject({ code: "corrupt_data" });
});

test("the lock of a starter that died is void", async () => {
  const dir = folder();
  fs.writeFileSync(path.join(dir, "start.lock"), "4194303@1");
  expect(await query((await start(dir)).url, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
});

function startInChild(
  dir: string,
  as: { uid?: number; gid?: number } = {},
): { child: ChildProcess; url: Promise<string> } {
  const script = path.join(import.meta.dirname, "fixtures/start-postgres.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, dir], {
    ...as,
    stdio: ["pipe", "pipe", "inherit"],
    env: { PATH: process.env["PATH"], HOME: dir, TMPDIR: dir },
  });
  cleanups.push(() => void child.kill("SIGKILL"));
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once("exit", () => reject(new Error("the child ended")));
  });
  url.catch(() => undefined);
  return { child, url };
}

test("it is shared with a living starter, and ends when that one is killed", async () => {
  const dir = folder();
  const { child, url } = startInChild(dir);
  const theirs = await url;
  const shared = await start(dir);
  expect([shared.url, shared.owned]).toEqual([theirs, false]);
  await shared.stop();
  expect(await query(theirs, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
  child.kill("SIGKILL");
  await vi.waitFor(() => expect(query(theirs, "SELECT 1")).rejects.toThrow(), soon);
  const own = await start(dir);
  expect(own.owned).toBe(true);
});

test("who shares it notices its end and can take it over at the same place, with its rows", async () => {
  const dir = folder();
  const { child, url } = startInChild(dir);
  await url;
  const shared = await start(dir);
  await query(shared.url, "CREATE TABLE kept AS SELECT 42 AS n");
  child.stdin?.end();
  await shared.ended;
  const own = await start(dir);
  expect([own.url, own.owned]).toEqual([shared.url, true]);
  expect(await query(own.url, "SELECT n FROM kept")).toEqual([{ n: 42 }]);
});

// A normal user has tested the same by running this file at all.
if (isRoot) {
  test("a normal user runs it too, with files of their own", async () => {
    const dir = folder();
    fs.chownSync(dir, 65_534, 65_534);
    const { child, url } = startInChild(dir, { uid: 65_534, gid: 65_534 });
    expect(await query(await url, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
    expect(fs.statSync(path.join(dir, "data")).uid).toBe(65_534);
    const owner = spawnSync("ps", ["-o", "uid=", "-p", String(serverPid(dir))], {
      encoding: "utf8",
    }).stdout.trim();
    expect(owner).toBe("65534");
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.stdin?.end();
    expect(await ended).toBe(0);
    expect(fs.existsSync(path.join(dir, "data/postmaster.pid"))).toBe(false);
  });

  test("root takes nothing from a normal user: a server that runs is shared, one that stopped runs as theirs", async () => {
    const dir = folder();
    fs.chownSync(dir, 65_534, 65_534);
    const theirs = startInChild(dir, { uid: 65_534, gid: 65_534 });
    const url = await theirs.url;
    const shared = await start(dir);
    expect([shared.url, shared.owned]).toEqual([url, false]);
    expect(await query(url, "CREATE TABLE kept AS SELECT 42 AS n")).toEqual([]);
    const ended = new Promise((resolve) => theirs.child.once("exit", resolve));
    theirs.child.stdin?.end();
    await ended;
    const own = await start(dir);
    expect(await query(own.url, "SELECT n FROM kept")).toEqual([{ n: 42 }]);
    await own.stop();
    const again = startInChild(dir, { uid: 65_534, gid: 65_534 });
    expect(await query(await again.url, "SELECT n FROM kept")).toEqual([{ n: 42 }]);
    again.child.stdin?.end();
  });

  test("root never runs the server as root", async () => {
    const dir = folder();
    const { url } = await start(dir);
    const [row] = (await query(url, "SHOW data_directory")) as { data_directory: string }[];
    expect(row?.data_directory).toBe(path.join(dir, "data"));
    // Another user, or root mapped to nobody inside a user namespace.
    const uid = /^Uid:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${serverPid(dir)}/status`, "utf8"))?.[1];
    const inside = fs
      .readFileSync(`/proc/${serverPid(dir)}/uid_map`, "utf8")
      .trim()
      .split(/\s+/)[0];
    expect(uid !== "0" || inside !== "0").toBe(true);
  });
}

test("a folder that cannot be made is named in words", async () => {
  const dir = folder();
  fs.writeFileSync(path.join(dir, "file"), "");
  await expect(startLocalPostgres({ dir: path.join(dir, "file", "postgres") })).rejects.toMatchObject({
    code: "forbidden",
    message: expect.stringContaining("--data-dir"),
  });
});
