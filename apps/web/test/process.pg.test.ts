import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { startTestDatabase, type TestDatabase } from "@retake/dev-env";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SECRET } from "./fixtures/people.ts";

const main = path.join(import.meta.dirname, "../streams/main.ts");
let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await startTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "retake-process-"));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

interface Started {
  child: ChildProcess;
  output: () => string;
  exit: Promise<number | null>;
}

function start(env: Record<string, string>): Started {
  const child = spawn(process.execPath, ["--import", "tsx", main], {
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { child, output: () => text, exit: new Promise((resolve) => child.once("exit", resolve)) };
}

test("the process says where it listens, answers, and ends cleanly on SIGTERM", async () => {
  const { child, output, exit } = start({
    DATABASE_URL: database.url,
    AUTH_SECRET: SECRET,
    STORAGE_URL: `file:${folder}`,
    PORT: "0",
  });
  try {
    await expect.poll(() => output()).toContain('"listening"');
    const { url } = JSON.parse(output().split("\n")[0] ?? "") as { url: string };
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/signin`)).status).toBe(503);
    child.kill("SIGTERM");
    expect(await exit).toBe(0);
    expect(output()).not.toContain(SECRET);
  } finally {
    child.kill("SIGKILL");
  }
});

test("a wrong environment is told in full before anything starts", async () => {
  const { output, exit } = start({ PORT: "x", AUTH_SECRET: "short", DATABASE_URL: "mysql://x" });
  expect(await exit).toBe(1);
  for (const name of ["PORT", "AUTH_SECRET", "DATABASE_URL"]) expect(output()).toContain(name);
});
