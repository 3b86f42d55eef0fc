import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { startHouse, type House } from "@retake/dev-env";
import { WebSocket } from "ws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPython, pythonEnv } from "./find-python.ts";

const python = findPython();
const mustRun = Boolean(process.env.CI ?? process.env.RETAKE_TEST_DATA);
const ROBOT = path.join(import.meta.dirname, "recording_robot.py");
const CLIENT = path.join(import.meta.dirname, "retake_client.py");

interface Row {
  topic: string;
  timestamp: number;
  data: number[] | null;
  frame_index: number | null;
}

describe.skipIf(python === null && !mustRun)("the client in Python and the house", () => {
  let house: House;
  let spools: string;

  beforeAll(async () => {
    house = await startHouse({ ingest: true });
    spools = fs.mkdtempSync(path.join(os.tmpdir(), "retake-python-"));
  });
  afterAll(async () => {
    await house.close();
    fs.rmSync(spools, { recursive: true, force: true });
  });

  function start(...args: string[]): {
    child: ChildProcess;
    done: Promise<{ code: number | null; said: string }>;
  } {
    const env = { ...pythonEnv(), RETAKE_TOKEN: house.robotToken, RETAKE_SPOOL_DIR: spools };
    const child = spawn(python ?? "python3", args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    child.stdout.on("data", (chunk) => (said += String(chunk)));
    child.stderr.on("data", (chunk) => (said += String(chunk)));
    const done = once(child, "close").then(([code]) => ({ code: code as number | null, said }));
    return { child, done };
  }

  /** Rows of all topics, page by page. */
  async function readRows(sessionId: string, topic: string): Promise<Row[]> {
    const rows: Row[] = [];
    let from: number | null = -1;
    while (from !== null) {
      const reply = await house.fetch(`/api/v1/sessions/${sessionId}/seek`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ start_time: from, end_time: 1e6, topics: [topic], limit: 1_000 }),
      });
      expect(reply.status, await reply.clone().text()).toBe(200);
      rows.push(...((await reply.json()) as Row[]));
      const next = reply.headers.get("x-next-time");
      from = next === null ? null : Number(next);
    }
    return rows;
  }

  test("a line cut again and again: every message is there once, in order, and the counts are those of the robot", async () => {
    const messages = 1_500;
    await using line = await flappingLine(new URL(house.ingestUrl), 40_000);
    const { done } = start(ROBOT, `ws://127.0.0.1:${line.port}/ws/ingest`, "flapping", String(messages));
    const { code, said } = await done;
    expect({ code, said }).toEqual({ code: 0, said: `confirmed ${messages} ${messages / 10} 0\n` });
    expect(line.cuts()).toBeGreaterThan(2);
    const values = await readRows("flapping", "/x");
    const numbers = Array.from({ length: messages }, (_, i) => i);
    expect(values.map(({ data }) => data?.[0])).toEqual(numbers.filter((i) => i % 10 !== 3));
    const pictures = await readRows("flapping", "/cam");
    expect(pictures.map(({ frame_index }) => frame_index)).toEqual(numbers.filter((i) => i % 10 === 3));
  });

  test("a robot killed in the middle: what `flush` sends later makes the episode whole", async () => {
    const { child, done } = start(ROBOT, house.ingestUrl, "killed", "1000000");
    await until(async () => (await readRows("killed", "/x").catch(() => [])).length > 300);
    child.kill("SIGKILL");
    await done;
    const { code, said } = await start(CLIENT, "flush").done;
    expect({ code, said }).toEqual({ code: 0, said: expect.stringMatching(/1 sent, 0 left\n$/) });
    const confirmed = Number(/killed: (\d+) messages confirmed/.exec(said)?.[1]);
    const values = await readRows("killed", "/x");
    const pictures = await readRows("killed", "/cam");
    expect(values.length + pictures.length).toBe(confirmed);
    const found = [
      ...values.map(({ timestamp }) => timestamp),
      ...pictures.map(({ timestamp }) => timestamp),
    ];
    expect(found.map((t) => Math.round(t * 1_000)).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: confirmed }, (_, i) => i),
    );
  });

  test("the lines of the guide for any other language record an episode", async () => {
    const guide = fs.readFileSync(path.join(import.meta.dirname, "../../docs/robots.md"), "utf8");
    const lines = guide.split("\n").filter((line) => line.startsWith('{"type"'));
    expect(lines).toHaveLength(4);
    const socket = new WebSocket(house.ingestUrl, {
      headers: { authorization: `Bearer ${house.robotToken}` },
    });
    await once(socket, "open");
    for (const line of lines) socket.send(line);
    const [closed] = (await once(socket, "close")) as [number];
    expect(closed).toBe(1000);
    const rows = await readRows("by-hand", "/joint_states");
    expect(rows.map(({ timestamp }) => timestamp)).toEqual([0, 0.1]);
  });

  test("a wrong token is told", async () => {
    const { code, said } = await start(
      CLIENT,
      "demo",
      "--url",
      house.ingestUrl,
      "--token",
      "rtk_wrong",
      "--seconds",
      "0.1",
    ).done;
    expect(code).toBe(1);
    expect(said).toContain("(unauthorized)");
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("it did not happen");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

interface Line extends AsyncDisposable {
  port: number;
  cuts: () => number;
}

/** A wire to the door that breaks each time the robot has sent so many bytes. */
async function flappingLine(to: URL, bytes: number): Promise<Line> {
  let cuts = 0;
  const sockets = new Set<net.Socket>();
  const server = net.createServer((robot) => {
    const door = net.connect(Number(to.port), to.hostname);
    let left = bytes;
    for (const socket of [robot, door]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => (robot.destroy(), door.destroy(), sockets.delete(socket)));
    }
    robot.on("data", (chunk) => {
      left -= chunk.length;
      if (left > 0) return void door.write(chunk);
      cuts++;
      robot.resetAndDestroy();
      door.destroy();
    });
    door.pipe(robot);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as net.AddressInfo).port,
    cuts: () => cuts,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
