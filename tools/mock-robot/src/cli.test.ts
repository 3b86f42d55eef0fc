import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ProtocolServer } from "./testing/protocol-server.ts";

const CLI = path.join(import.meta.dirname, "cli.ts");

let dataDir = "";
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "mock-robot-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function robot(
  line: string,
  {
    env = {},
    onErr,
  }: { env?: Record<string, string>; onErr?: (child: ReturnType<typeof spawn>) => void } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", CLI, ...line.split(" ")], {
      env: { PATH: process.env["PATH"], RETAKE_DATA_DIR: dataDir, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (data: Buffer) => (out += data.toString()));
    child.stderr.on("data", (data: Buffer) => {
      err += data.toString();
      onErr?.(child);
    });
    child.on("close", (code) => resolve({ code, out, err }));
  });
}

test("a run through cuts, jitter and reordering ends confirmed, with the token of the data folder", async () => {
  await using server = await ProtocolServer.listen({ token: "secret" });
  await writeFile(path.join(dataDir, "credentials.json"), JSON.stringify({ robotToken: "secret" }));
  const { code, out, err } = await robot(
    `--server-url ${server.url} --duration 3 --session-id cut --rate 30 --seed 3 --outcome success --drop-connection-every 0.8 --jitter 10 --reorder 0.1`,
  );
  expect(err).toContain("next try in");
  expect(out).toMatch(/^cut: \d+ messages, 30 of them pictures: all durable\.\n$/);
  expect(code).toBe(0);
  const { items } = server.session("cut");
  expect(items.map(({ seq }) => seq)).toEqual(items.map((_, i) => i + 1));
  expect(items.filter((item) => item.type === "message" && item.topic === "/action")).toHaveLength(90);
});

test("several robots each have a session of their own", async () => {
  await using server = await ProtocolServer.listen();
  const { code } = await robot(
    `--server-url ${server.url} --duration 0.5 --session-id arm --robots 2 --cameras 0 --protocol 1`,
  );
  expect(code).toBe(0);
  expect([...server.sessions.keys()].toSorted()).toEqual(["arm-1", "arm-2"]);
});

test("a token in the address is not told", async () => {
  await using server = await ProtocolServer.listen();
  const { code, err } = await robot(
    `--server-url ${server.url}?token=secret --duration 0.3 --cameras 0 --protocol 1`,
  );
  expect(code).toBe(0);
  expect(err).toContain(server.url);
  expect(err).not.toContain("secret");
});

test("what the server refuses is not confirmed: exit 1 with the reason", async () => {
  await using server = await ProtocolServer.listen({ token: "secret" });
  const wrong = await robot(`--server-url ${server.url} --duration 1`, { env: { RETAKE_TOKEN: "wrong" } });
  expect(wrong).toMatchObject({
    code: 1,
    err: expect.stringContaining("The token is wrong. (closed with 4401)"),
  });
});

test("a protocol 1 run that was cut does not claim to be complete", async () => {
  await using server = await ProtocolServer.listen();
  const { code, err } = await robot(
    `--server-url ${server.url} --duration 1.5 --cameras 0 --protocol 1 --drop-connection-every 0.6`,
  );
  expect(code).toBe(1);
  expect(err).toContain("may be lost");
});

test("an interrupt ends the session in good order", async () => {
  await using server = await ProtocolServer.listen();
  let told = false;
  const { code, out } = await robot(
    `--server-url ${server.url} --duration 600 --session-id stop --cameras 0`,
    {
      onErr: (child) => {
        if (told) return;
        told = true;
        const wait = setInterval(() => {
          if ((server.sessions.get("stop")?.items.length ?? 0) < 20) return;
          clearInterval(wait);
          child.kill("SIGINT");
        }, 20);
      },
    },
  );
  expect(code).toBe(0);
  expect(out).toContain("all durable");
  expect(server.session("stop").ended).not.toBeNull();
});

test("wrong usage is exit 2 with the flags, help is exit 0", async () => {
  expect(await robot("--rate fast")).toMatchObject({
    code: 2,
    err: expect.stringContaining("Usage: npm run mock-robot"),
  });
  expect(await robot("--help")).toMatchObject({ code: 0, out: expect.stringContaining("Exit codes") });
});
