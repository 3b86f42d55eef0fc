import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { RecordingMeta } from "@retake/core/recording-meta";
import { SessionLog } from "@retake/telemetry/log";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../src/recording/clock.ts";
import { Feed } from "../src/recording/feed.ts";
import { INGEST_LIMITS } from "../src/recording/limits.ts";
import { Recording } from "../src/recording/recording.ts";

const META: RecordingMeta = {
  workspaceId: "w",
  sessionId: "s",
  protocol: 2,
  robotType: null,
  fps: 50,
  task: null,
  operator: null,
  tokenId: null,
  robotId: null,
  startedAt: 1_790_000_000,
  topics: [{ name: "/state", dataType: "float32[]", shape: [2], names: null, units: null }],
  outcome: null,
  totalReward: null,
};
/** Messages between two looks, each a record of its own. */
const MESSAGES = 80_000;
const WARM_UP = 20_000;
const AT_ONCE = 1_000;

async function startRecording(): Promise<{ log: SessionLog; recording: Recording; feed: Feed }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "retake-memory-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const { log } = await SessionLog.open({ folder, lease: { fence: 1, shard: 0, held: () => true } });
  onTestFinished(() => log.close());
  const limits = { ...INGEST_LIMITS, creditIdle: INGEST_LIMITS.creditMax };
  const fail = (_: unknown, error: Error): void => expect.unreachable(error.message);
  const recording = new Recording(
    {
      log,
      clock: systemClock,
      limits,
      light: null,
      acked: ({ feed: told }) => told?.ack(),
      lost: fail,
      ended: () => undefined,
    },
    { episodeId: "e", meta: META, nextSeq: 1 },
  );
  const ignore = (): void => undefined;
  const peer = { send: ignore, fail: ignore, close: ignore, pause: ignore, resume: ignore };
  const now = (): number => systemClock.monotonic();
  const roomBytes = (): number => limits.heldBytesMax;
  const feed = new Feed({ recording, peer, protocol: 2, limits, roomBytes, now, detached: ignore });
  recording.feed = feed;
  recording.open();
  await recording.held.drained();
  feed.started();
  return { log, recording, feed };
}

async function stream(feed: Feed, count: number): Promise<void> {
  const { recording } = feed;
  for (let sent = 0; sent < count; sent++) {
    const seq = recording.wanted;
    const data = Float32Array.of(seq, -seq);
    const message = { type: "message", topic: "/state", data_type: "float32[]", data } as const;
    feed.take({
      type: "data",
      declared: [],
      items: [{ ...message, seq, timestamp: seq / 50, frame_index: seq }],
    });
    // What is taken in one go is one record.
    await Promise.resolve();
    if (sent % AT_ONCE === AT_ONCE - 1) await recording.held.drained();
  }
  await recording.held.drained();
}

/** Bytes that something still refers to. */
function bytesInUse(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  for (let round = 0; round < 3; round++) collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test("a message that is durable leaves nothing behind in memory, however many there were", async () => {
  const { log, feed } = await startRecording();
  await stream(feed, WARM_UP);
  const before = bytesInUse();
  await stream(feed, MESSAGES);
  const kept = bytesInUse() - before;
  expect(log.session("e")).toMatchObject({ nextSeq: WARM_UP + MESSAGES + 1 });
  // An offset of each would be four; a little is what the engine does for itself.
  expect(kept / MESSAGES).toBeLessThan(3);
}, 60_000);
