import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { LogItem } from "@retake/telemetry/log";
import { openLogTail } from "@retake/telemetry/tail";
import type { LiveTail } from "@retake/trpc/context";
import type { AppRouter } from "@retake/trpc/router";
import type { FollowUpdate, LiveCount } from "@retake/trpc/schemas";
import { createTRPCClient, createWSClient, wsLink } from "@trpc/client";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { createLiveTail } from "../streams/live/live-tail.ts";
import { createCountingDisk } from "./fixtures/counting-disk.ts";
import { startTestFront, type TestFront } from "./fixtures/front.ts";
import { startRecorder, stateAt, type Recorder } from "./fixtures/recorder.ts";
import { changeRecording } from "./fixtures/recordings.ts";

const VIEWERS = 20;
const workspace = "lab";
const disk = createCountingDisk();
let folder: string;
let house: TestFront;
let recorder: Recorder;
/** Who listens to the log, and how often somebody looked what it has of a session. */
const asked = { listeners: 0, looks: 0 };

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "retake-slow-"));
  const logTail = openLogTail({ folder: path.join(folder, "log"), disk, pollMs: 1 });
  house = await startTestFront({ parts: { logTail, liveTail: counted(createLiveTail(logTail)) } });
  recorder = await startRecorder({ db: house.db, store: house.store, dataDir: folder }, 64 << 20);
});
afterAll(async () => {
  await house.close();
  await recorder.log.close();
  await rm(folder, { recursive: true, force: true });
});

function counted(tail: LiveTail): LiveTail {
  return {
    ...tail,
    session(id) {
      asked.looks += 1;
      return tail.session(id);
    },
    onAdvance(wake) {
      asked.listeners += 1;
      const stop = tail.onAdvance(wake);
      return () => {
        asked.listeners -= 1;
        stop();
      };
    },
  };
}

type Client = ReturnType<typeof createTRPCClient<AppRouter>>;

/** A page with a socket of its own. */
function openPage<T>(watch: (client: Client, hear: (told: T) => void) => void) {
  const heard: T[] = [];
  const sockets: WebSocket[] = [];
  class Socket extends WebSocket {
    constructor(url: string | URL) {
      super(url, { headers: { cookie: house.lab.people.viewer.cookie, origin: house.url } });
      sockets.push(this);
    }
  }
  const url = `${house.url.replace("http", "ws")}/api/trpc`;
  const connection = createWSClient({ url, WebSocket: Socket as never, retryDelayMs: () => 60_000 });
  watch(createTRPCClient<AppRouter>({ links: [wsLink({ client: connection })] }), (told) => heard.push(told));
  return {
    heard,
    pause: () => sockets[0]?.pause(),
    /** As if it had read, without having read what it is asked. */
    pretend: () => sockets[0]?.pong("read"),
    resume: () => sockets[0]?.resume(),
    close: () => connection.close(),
  };
}

type Viewer = ReturnType<typeof follow>;
const follow = (sessionId: string) =>
  openPage<FollowUpdate>((client, onData) =>
    client.live.follow.subscribe({ workspace, sessionId }, { onData }),
  );
const followers = (count: number, sessionId: string) =>
  Array.from({ length: count }, () => follow(sessionId));

const until = (check: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(check()).toBe(true), { timeout: 60_000, interval: 10 });
const allAt = (viewers: readonly Viewer[], headSeq: number) => (): boolean =>
  viewers.every(({ heard }) => heard.at(-1)?.headSeq === headSeq);

/** More than may be under way to a reader. */
const LONG: LogItem = {
  kind: "mark",
  serverTime: 1e9,
  mark: { t: 0, kind: "note", text: "x".repeat(16 << 10) },
};

test("viewers that do not read cost nothing: the log is not read for them, nor Postgres asked, nor anything made; then each hears what is newest", async () => {
  const id = await recorder.begin(house.lab.id, "slow.one");
  const counter = openPage<LiveCount>((client, onData) =>
    client.live.count.subscribe({ workspace }, { onData }),
  );
  /** Statements that a change of the recording costs, until a page has heard of it. */
  const costOfChange = async (connected: boolean): Promise<number> => {
    const before = { queries: house.queries(), heard: counter.heard.length };
    await changeRecording(house.db, id, { connected });
    await until(() => counter.heard.length > before.heard);
    return house.queries() - before.queries;
  };
  await until(() => counter.heard.length === 1);
  const alone = await costOfChange(false);

  const viewers = followers(VIEWERS, "slow.one");
  await until(allAt(viewers, 1));
  for (const viewer of viewers) viewer.pause();
  await recorder.send(id, [LONG]);
  await until(() => asked.listeners === 0);
  const { bytesRead, looks } = disk;
  const before = { ...asked };
  for (const viewer of viewers) viewer.pretend();
  for (let k = 0; k < 50; k += 1) await recorder.send(id, [stateAt(k)]);
  expect(await costOfChange(true)).toBe(alone);
  expect(disk).toMatchObject({ bytesRead, looks });
  expect(asked).toEqual(before);

  const heard = viewers.map((viewer) => viewer.heard.length);
  for (const viewer of viewers) viewer.resume();
  await until(allAt(viewers, 52));
  // The long mark, which was under way, and where the recording stands now.
  viewers.forEach((viewer, n) => expect(viewer.heard.length - heard[n]!).toBeLessThanOrEqual(3));
  await Promise.all([counter, ...viewers].map((page) => page.close()));
});

test("all viewers of a recording share one reading of its log", async () => {
  const id = await recorder.begin(house.lab.id, "shared.one");
  const viewers = followers(VIEWERS, "shared.one");
  await until(allAt(viewers, 1));
  const before = {
    bytesRead: disk.bytesRead,
    bytes: recorder.log.files().reduce((sum, { bytes }) => sum + bytes, 0),
  };
  for (let k = 0; k < 200; k += 1) await recorder.send(id, [stateAt(k)]);
  await until(allAt(viewers, 201));
  const written = recorder.log.files().reduce((sum, { bytes }) => sum + bytes, 0) - before.bytes;
  expect(written).toBeGreaterThan(200 * 50);
  expect(disk.bytesRead - before.bytesRead).toBeLessThan(2 * written);
  await Promise.all(viewers.map((viewer) => viewer.close()));
});
