import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { RecordingMeta } from "@retake/core/recording-meta";
import type { ServerMessage, SessionStart } from "@retake/protocol/messages";
import { SessionLog } from "@retake/telemetry/log";
import { expect, onTestFinished, test } from "vitest";
import { CreditWindow, MESSAGE_BYTES } from "../src/recording/credit-window.ts";
import type { Feed } from "../src/recording/feed.ts";
import { INGEST_LIMITS } from "../src/recording/limits.ts";
import type { Peer } from "../src/recording/peer.ts";
import { createRecorder } from "../src/recording/recorder.ts";
import { StubbornDisk } from "./sockets/stubborn-disk.ts";

const ROOM = INGEST_LIMITS.heldBytesMax / 2;

/** A robot that sends `perS` a second as far as its credit goes, to a server that acks `served` a second, every 100 ms. */
function run(window: CreditWindow, { perS, served, seconds }: Record<"perS" | "served" | "seconds", number>) {
  let [acked, sent, made] = [0, 0, 0];
  let credit = window.grant({ acked: 0, now: 0, roomBytes: ROOM });
  for (let now = 100; now <= seconds * 1_000; now += 100) {
    made += perS / 10;
    sent = Math.min(made, Math.max(sent, acked + credit));
    window.check(sent);
    acked = Math.min(sent, acked + served / 10);
    credit = window.grant({ acked, now, roomBytes: ROOM });
  }
  return { underWay: sent - acked, waiting: made - sent, credit };
}

test("what is too much for the server waits at the robot, and what is under way is acked within 4 seconds", () => {
  const { underWay, waiting } = run(new CreditWindow(INGEST_LIMITS), { perS: 150, served: 50, seconds: 120 });
  expect(underWay / 50).toBeLessThanOrEqual(4);
  expect(waiting).toBeGreaterThan(150 * 60);
});

test("a server that keeps up holds nobody back, and a robot with a backlog gets all the credit there is", () => {
  const window = new CreditWindow(INGEST_LIMITS);
  expect(run(window, { perS: 150, served: 1e6, seconds: 10 }).waiting).toBe(0);
  const backlog = run(new CreditWindow(INGEST_LIMITS), { perS: 1e6, served: 1e6, seconds: 10 });
  expect(backlog.credit).toBe(INGEST_LIMITS.creditMax);
});

test("who says something now and then may always say more at once, and less only while memory is short", () => {
  const window = new CreditWindow(INGEST_LIMITS);
  const grants = Array.from({ length: 20 }, (_, i) =>
    window.grant({ acked: i, now: i * 5_000, roomBytes: ROOM }),
  );
  expect(grants.at(-1)).toBe(INGEST_LIMITS.creditIdle);
  expect(window.grant({ acked: 20, now: 100_000, roomBytes: 0 })).toBe(INGEST_LIMITS.creditMin);
});

const VALUES = 14;

async function startFleet(count: number): Promise<{ feeds: Feed[]; held: () => number; bound: number }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "retake-credit-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const disk = new StubbornDisk();
  const { log } = await SessionLog.open({ folder, disk, lease: { fence: 1, shard: 0, held: () => true } });
  // A tenth of the real memory and credit: the same sums over a tenth of the messages.
  const limits = { ...INGEST_LIMITS, heldBytesAllMax: INGEST_LIMITS.heldBytesAllMax / 10, creditMax: 410 };
  const ignore = (): void => undefined;
  const recorder = createRecorder({
    log,
    limits,
    register: {
      find: () => Promise.resolve(null),
      begin: (_: string, meta: RecordingMeta) => Promise.resolve(meta),
    },
    report: { error: ignore, warn: ignore, info: ignore, debug: ignore },
    leaseLost: (error) => expect.unreachable(error.message),
  });
  const credits = new Map<string, number>();
  const feeds: Feed[] = [];
  for (let robot = 0; robot < count; robot++) {
    const sessionId = `robot-${robot}`;
    const started = new Promise<void>((resolve) => {
      const heard = (message: ServerMessage): void => {
        if (message.type === "session_started" || message.type === "ack")
          credits.set(sessionId, message.credit);
        if (message.type === "session_started") resolve();
      };
      const fail = (error: Error): void => expect.unreachable(error.message);
      const peer: Peer = { send: heard, fail, close: ignore, pause: ignore, resume: ignore };
      const owner = { workspaceId: "w", tokenId: null, name: "robot" };
      void recorder
        .start({ owner, peer, start: startOf(sessionId) })
        .then((feed) => feed && feeds.push(feed));
    });
    await started;
  }
  const sendAll = (): void => {
    for (const feed of feeds) {
      const credit = credits.get(feed.recording.meta.sessionId) ?? 0;
      const last = feed.recording.durableNextSeq - 1 + credit;
      while (feed.recording.wanted <= last) feed.take(frameOf(feed.recording.wanted));
    }
  };
  // One message each is acked when all are there: its ack shares the memory among all.
  for (const feed of feeds) feed.take(frameOf(1));
  await new Promise(setImmediate);
  await Promise.all(recorder.recordings().map(({ held }) => held.drained()));
  const release = disk.hold();
  onTestFinished(async () => {
    release();
    await log.close();
  });
  sendAll();
  const held = (): number =>
    recorder.recordings().reduce((sum, each) => sum + each.held.bytes + each.held.count * MESSAGE_BYTES, 0);
  return { feeds, held, bound: limits.heldBytesAllMax };
}

function startOf(session_id: string): SessionStart {
  const known = { robot_type: null, fps: 50, task: null, operator: null, token: null };
  return { type: "session_start", session_id, ...known, topics: [], protocol: 2, resume: false };
}

function frameOf(seq: number): Parameters<Feed["take"]>[0] {
  const message = {
    type: "message",
    seq,
    topic: "/state",
    timestamp: seq / 50,
    frame_index: null,
  } as const;
  const data = new Float32Array(VALUES).fill(seq);
  return { type: "data", declared: [], items: [{ ...message, data_type: "float32[]", data }] };
}

test.each([10, 400])(
  "%i robots on a disk that stands still hold no more memory than all may",
  async (robots) => {
    const { feeds, held, bound } = await startFleet(robots);
    await new Promise(setImmediate);
    expect(feeds).toHaveLength(robots);
    expect(held()).toBeGreaterThan(robots * INGEST_LIMITS.creditMin * MESSAGE_BYTES);
    expect(held()).toBeLessThanOrEqual(bound);
  },
);
