import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runUp } from "./support/run-up.ts";

let folder = "";
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "retake-refused-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

async function refused(
  flags: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; words: string }> {
  const up = runUp(flags, env);
  const code = await up.ended;
  expect(up.said()).not.toMatch(/^\s+at /m);
  return { code, words: up.said() };
}

test("an unknown flag is answered with the usage", async () => {
  const { code, words } = await refused(["--prot", "3000"]);
  expect(code).toBe(2);
  expect(words).toContain("--prot");
  expect(words).toContain("--ingest-port 8000");
});

test("every fault of the environment is told at once, with its cure", async () => {
  const { code, words } = await refused(["--port", "99999", "--data-dir", folder], {
    AUTH_SECRET: "short",
    DATABASE_URL: "mysql://db",
    AUTH_GITHUB_ID: "id",
  });
  expect(code).toBe(1);
  for (const name of ["--port must be a port number", "AUTH_SECRET", "DATABASE_URL", "AUTH_GITHUB_SECRET"])
    expect(words).toContain(name);
  expect(words).toContain("openssl rand");
});

test("taken ports are told together, with who has them and how to choose others", async () => {
  const servers = [net.createServer(), net.createServer()];
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) =>
          server.listen(0, "127.0.0.1", () => resolve((server.address() as net.AddressInfo).port)),
        ),
    ),
  );
  try {
    const flags = ["--port", String(ports[0]), "--ingest-port", String(ports[1]), "--data-dir", folder];
    const { code, words } = await refused(flags);
    expect(code).toBe(1);
    expect(words).toContain(`Port ${ports[0]} (web) is taken by`);
    expect(words).toContain(`Port ${ports[1]} (ingest) is taken by`);
    expect(words).toContain(`(process ${process.pid})`);
    expect(words).toContain("--ingest-port");
  } finally {
    for (const server of servers) server.close();
  }
});

test("one port for both is refused", async () => {
  const { code, words } = await refused(["--port", "45123", "--ingest-port", "45123", "--data-dir", folder]);
  expect([code, words]).toEqual([1, expect.stringContaining("same port")]);
});

test("a data folder that is a file, or lies in one, is refused", async () => {
  const file = path.join(folder, "file");
  fs.writeFileSync(file, "kept");
  for (const dir of [file, path.join(file, "below")]) {
    const { code, words } = await refused(["--port", "0", "--ingest-port", "0", "--data-dir", dir]);
    expect([code, words]).toEqual([1, expect.stringContaining("is not a folder")]);
  }
  expect(fs.readFileSync(file, "utf8")).toBe("kept");
});

test("a database that cannot be reached is named without its password", async () => {
  const { code, words } = await refused(["--port", "0", "--ingest-port", "0", "--data-dir", folder], {
    DATABASE_URL: "postgresql://me:hunter2@127.0.0.1:1/retake",
  });
  expect(code).toBe(1);
  expect(words).toContain("127.0.0.1:1");
  expect(words).not.toContain("hunter2");
});

test("a folder that no system can make is refused in words, whichever setting names it", async () => {
  const free = ["--port", "0", "--ingest-port", "0", "--data-dir"];
  const nowhere = await refused([...free, "/proc/nope/data"]);
  expect(nowhere.code).toBe(1);
  expect(nowhere.words).toMatch(/data folder \/proc\/nope\/data cannot be .*--data-dir/);
  const store = await refused([...free, folder], { STORAGE_URL: "file:/proc/nope" });
  expect(store.code).toBe(1);
  expect(store.words).toMatch(/store \/proc\/nope cannot be .*STORAGE_URL/);
});

test("a host that is no address of this machine is told once, with what to set", async () => {
  // Of a block that is kept for documents: no machine has it.
  const env = { HOST: "192.0.2.7" };
  const { code, words } = await refused(["--port", "0", "--ingest-port", "0", "--data-dir", folder], env);
  expect(code).toBe(1);
  expect(words.match(/HOST 192\.0\.2\.7 is no address of this machine/g)).toHaveLength(1);
});

test("a flag without a value is answered with the usage, not with a default", async () => {
  const { code, words } = await refused(["--data-dir="]);
  expect(code).toBe(2);
  expect(words).toContain("--data-dir needs a value");
});
