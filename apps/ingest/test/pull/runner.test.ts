import { pullRules } from "@retake/core/pull-address";
import { ProtocolError } from "@retake/protocol/errors";
import type { DataFrame, DataMessage } from "@retake/protocol/messages";
import { afterEach, describe, expect, test } from "vitest";
import type { PullSourceRow } from "../../src/pull/episode/pull-episode.ts";
import { createPullManager } from "../../src/pull/pull-manager.ts";
import { PullRunner, type PullTimes } from "../../src/pull/pull-runner.ts";
import type { PullFeed, PullSink } from "../../src/pull/pull-sink.ts";
import type { Peer } from "../../src/recording/peer.ts";
import { eventually } from "../sockets/eventually.ts";
import { channel } from "./encoders.ts";
import { startReferenceServer, startScriptedServer } from "./servers.ts";

/** A recorder that keeps what it gets, and does as it is told. */
class Sink implements PullSink {
  readonly sessions: {
    id: string;
    resume: boolean;
    peer: Peer;
    frames: DataFrame[];
    ended: boolean;
    attached: boolean;
  }[] = [];
  failing: ProtocolError | null = null;
  attempts = 0;
  open: { meta: { workspaceId: string; sessionId: string }; state: string }[] = [];

  get items(): DataMessage[] {
    return this.sessions.flatMap(({ frames }) =>
      frames.flatMap(({ items }) => items.filter((item) => item.type === "message")),
    );
  }

  recordings() {
    return this.open;
  }

  async start({ start, peer }: Parameters<PullSink["start"]>[0]): Promise<PullFeed> {
    this.attempts++;
    await Promise.resolve();
    if (this.failing !== null) throw this.failing;
    const session = {
      id: start.session_id,
      resume: start.resume,
      peer,
      frames: [] as DataFrame[],
      ended: false,
      attached: true,
    };
    this.sessions.push(session);
    return {
      take: (frame) => void session.frames.push(frame),
      end: () => void (session.ended = true),
      detach: () => void (session.attached = false),
    };
  }
}

const row = (url: string, more: Partial<PullSourceRow> = {}): PullSourceRow => ({
  id: "s1",
  workspaceId: "w1",
  name: "arm",
  url,
  robotType: null,
  task: null,
  enabled: true,
  sessionId: null,
  ...more,
});
const TIMES: PullTimes = { retryMsMin: 10, retryMsMax: 20, graceMs: 60_000 };
const rules = pullRules(null, "127.0.0.1");
const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const running: PullRunner[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((runner) => runner.stop()));
});

function run(url: string, sink: PullSink, times: Partial<PullTimes> = {}): PullRunner {
  const runner = new PullRunner({
    source: row(url),
    rules,
    sink,
    times: { ...TIMES, ...times },
    changed: () => undefined,
  });
  running.push(runner);
  runner.start();
  return runner;
}

describe("a source whose recorder cannot keep up, or fails", () => {
  test("is not read while the log is behind, and goes on without a gap", async () => {
    const sink = new Sink();
    await using server = await startReferenceServer([channel(0, "/n", {})]);
    run(server.url, sink);
    await server.subscribed(1);
    server.send("/n", 0n, text({ n: 0 }));
    await eventually(() => sink.items.length === 1);
    sink.sessions[0]!.peer.pause();
    for (let n = 1; n <= 50; n++) server.send("/n", BigInt(n), text({ n }));
    sink.sessions[0]!.peer.resume();
    await eventually(() => sink.items.length === 51);
    expect(sink.items.map(({ data }) => (data as Float64Array)[0])).toEqual(
      Array.from({ length: 51 }, (_, n) => n),
    );
  });

  test("tells why there is no recording, tries ever more rarely, and records once it can", async () => {
    const sink = new Sink();
    sink.failing = new ProtocolError(
      "internal",
      "The register cannot be reached right now; come back and resume.",
    );
    await using server = await startReferenceServer([channel(0, "/n", {})]);
    const runner = run(server.url, sink);
    const sending = setInterval(() => server.send("/n", 5n, text({ n: 5 })), 5);
    await eventually(() => sink.attempts >= 2);
    await eventually(() => runner.status.problem?.includes("register") === true);
    expect(runner.status).toMatchObject({ state: "failed", sessionId: null });
    sink.failing = null;
    await eventually(() => sink.items.length > 0);
    clearInterval(sending);
    expect(sink.sessions[0]!.resume).toBe(false);
  });

  test("begins another episode when the recorder sends it away", async () => {
    const sink = new Sink();
    await using server = await startReferenceServer([channel(0, "/n", {})]);
    run(server.url, sink);
    await server.subscribed(1);
    server.send("/n", 0n, text({ n: 0 }));
    await eventually(() => sink.items.length === 1);
    sink.sessions[0]!.peer.fail(new ProtocolError("session_exists", "This episode has been deleted."));
    const sending = setInterval(() => server.send("/n", 5n, text({ n: 5 })), 5);
    await eventually(() => sink.sessions.length === 2 && sink.items.length > 1);
    clearInterval(sending);
    expect(sink.sessions[1]!.id).not.toBe(sink.sessions[0]!.id);
    expect(sink.sessions[0]!.attached).toBe(false);
  });
});

describe("a source that is cut off", () => {
  test("resumes its episode within the grace time", async () => {
    const sink = new Sink();
    await using server = await startReferenceServer([channel(0, "/n", {})]);
    run(server.url, sink);
    await server.subscribed(1);
    server.send("/n", 0n, text({ n: 0 }));
    await eventually(() => sink.items.length === 1);
    await server.cut();
    await eventually(() => !sink.sessions[0]!.attached);
    const sending = setInterval(() => server.send("/n", 5n, text({ n: 5 })), 5);
    await eventually(() => sink.sessions.length === 2);
    clearInterval(sending);
    expect(sink.sessions[1]).toMatchObject({ id: sink.sessions[0]!.id, resume: true });
  });

  test("ends it afterwards, though nobody is connected", async () => {
    const sink = new Sink();
    const server = await startReferenceServer([channel(0, "/n", {})]);
    const runner = run(server.url, sink, { graceMs: 30 });
    await server.subscribed(1);
    server.send("/n", 0n, text({ n: 0 }));
    await eventually(() => sink.items.length === 1);
    await server[Symbol.asyncDispose]();
    await eventually(() => sink.sessions.some(({ ended }) => ended));
    expect(runner.status).toMatchObject({ state: "failed", sessionId: null });
    expect(runner.status.problem).toContain("Nothing answers at");
  });
});

test("a server that offers without end is left, and asked again with pauses", async () => {
  const sink = new Sink();
  let id = 0;
  await using server = await startScriptedServer((socket) => {
    socket.send(JSON.stringify({ op: "serverInfo", name: "s", capabilities: [] }));
    const offer = (): void => {
      if (socket.readyState !== socket.OPEN) return;
      const channels = Array.from({ length: 100 }, () => channel(id++, `/t${id}`, {}));
      socket.send(JSON.stringify({ op: "advertise", channels }), () => setImmediate(offer));
    };
    offer();
  });
  const runner = run(server.url, sink);
  await eventually(() => server.connections() >= 2);
  await eventually(() => runner.status.problem?.includes("more than 2048 channels") === true);
  expect(sink.sessions).toEqual([]);
});

describe("the manager", () => {
  const quiet = {
    error: () => undefined,
    warn: () => undefined,
    info: () => undefined,
    debug: () => undefined,
  };
  const signals = { on: () => () => undefined, onGap: () => () => undefined };

  test("goes on recording while the database is away, and writes the state when it is back", async () => {
    const sink = new Sink();
    await using server = await startReferenceServer([channel(0, "/n", {})]);
    let away = false;
    const written: object[] = [];
    let kept = row(server.url);
    const manager = createPullManager({
      store: {
        enabled: () => (away ? Promise.reject(new Error("away")) : Promise.resolve([kept])),
        write(_id, status) {
          if (away) return Promise.reject(new Error("away"));
          written.push(status);
          kept = { ...kept, ...status };
          return Promise.resolve();
        },
      },
      signals,
      rules,
      sink,
      report: quiet,
      times: { ...TIMES, lookMs: 10, writeMs: 5 },
    });
    manager.start();
    await server.subscribed(1);
    away = true;
    server.send("/n", 0n, text({ n: 0 }));
    await eventually(() => sink.items.length === 1);
    written.length = 0;
    away = false;
    await eventually(() =>
      written.some((status) => "sessionId" in status && status.sessionId === sink.sessions[0]!.id),
    );
    expect(sink.sessions[0]!.ended).toBe(false);
    await manager.stop();
    expect(sink.sessions[0]!.ended).toBe(true);
    expect(written.at(-1)).toEqual({ state: "idle", problem: "The server was stopped.", sessionId: null });
  });

  test("ends what a process left behind that was killed, and only that", async () => {
    const sink = new Sink();
    sink.open = [
      { meta: { workspaceId: "w1", sessionId: "left" }, state: "open" },
      { meta: { workspaceId: "w2", sessionId: "other" }, state: "open" },
    ];
    const rows = [
      row("ws://127.0.0.1:1/", { id: "a", sessionId: "left" }),
      row("ws://127.0.0.1:1/", { id: "b", sessionId: "other" }),
      row("ws://127.0.0.1:1/", { id: "c", sessionId: "gone" }),
    ];
    const manager = createPullManager({
      store: { enabled: () => Promise.resolve(rows), write: () => Promise.resolve() },
      signals,
      rules,
      sink,
      report: quiet,
      times: { ...TIMES, lookMs: 60_000, writeMs: 5 },
    });
    manager.start();
    await eventually(() => sink.sessions.some(({ ended }) => ended));
    await manager.stop();
    expect(sink.sessions.map(({ id, resume, ended }) => ({ id, resume, ended }))).toEqual([
      { id: "left", resume: true, ended: true },
    ]);
  });
});
