import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { RecordingMeta } from "@retake/core/recording-meta";
import type { Db } from "@retake/db";
import { createEpisode } from "@retake/dev-env";
import { SessionLog, type LogItem, type LogTopic } from "@retake/telemetry/log";
import { openObjectStore, type ObjectStore } from "@retake/telemetry/object-store";
import { onTestFinished } from "vitest";
import type { SealSource } from "../../src/seal/seal-source.ts";

export const STATE = "/observation/state";
export const CAMERA = "/observation/images/front";
export const WORDS = "/language";

export const TOPICS: LogTopic[] = [
  { name: STATE, type: "float32", shape: [3] },
  { name: CAMERA, type: "image", shape: [] },
  { name: WORDS, type: "string", shape: [] },
];

/** Seconds since 1970 of every recording's start. */
export const STARTED_AT = 1_790_000_000;

/** The only content a number ever has: of twelve, one is a mark, one is refused, two are pictures, two are words. */
export function itemOf(seq: number): LogItem {
  const t = seq / 100;
  const serverTime = STARTED_AT + t + 0.02;
  if (seq % 12 === 5) return { kind: "mark", serverTime, mark: { t, kind: "note", text: `note ${seq}` } };
  if (seq % 12 === 7) return { kind: "refused", code: "schema_mismatch" };
  if (seq % 6 === 1) return { kind: "sample", topic: 1, t, serverTime, frame: -1, values: pictureOf(seq) };
  if (seq % 6 === 2) return { kind: "sample", topic: 2, t, serverTime, frame: -1, values: `word ${seq}` };
  return { kind: "sample", topic: 0, t, serverTime, frame: -1, values: Float32Array.of(seq, seq % 5, -seq) };
}

/** A JPEG's frame header for 64 × 48, then bytes that only this number has. */
export function pictureOf(seq: number): Uint8Array {
  const header = [0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 48, 0, 64, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];
  return Buffer.concat([Buffer.from(header), Buffer.from(`picture ${seq}`.padEnd(40))]);
}

export function kindOf(seq: number): "mark" | "refused" | "picture" | "words" | "state" {
  const item = itemOf(seq);
  if (item.kind !== "sample") return item.kind;
  return item.topic === 0 ? "state" : item.topic === 1 ? "picture" : "words";
}

export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "retake-seal-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function folderStore(): ObjectStore {
  return openObjectStore(`file:${temporaryFolder()}`);
}

export async function openLog(folder = temporaryFolder(), fence = 1): Promise<SessionLog> {
  const lease = { fence, shard: 0, held: () => true };
  const { log } = await SessionLog.open({ folder, lease, rotateBytes: 16 << 10, reserveBytes: 4096 });
  return log;
}

/** A writer in this process, read as the worker reads it. */
export function sourceOf(log: SessionLog): SealSource {
  return {
    refresh: () => Promise.resolve(),
    session(id) {
      const state = log.session(id);
      return state === null ? null : { ...state, tailFrom: log.tailFrom(id) };
    },
    readTail: (id, fromSeq) => log.readTail(id, fromSeq),
  };
}

/** A robot's session: its rows as the ingest writes them, and its messages in the log. */
export class RecordedSession {
  readonly id: string;
  readonly workspaceId: string;
  readonly sessionId: string;
  readonly #db: Db;
  readonly #log: SessionLog;
  nextSeq = 1;

  private constructor(db: Db, log: SessionLog, row: { id: string; workspaceId: string; sessionId: string }) {
    this.#db = db;
    this.#log = log;
    this.id = row.id;
    this.workspaceId = row.workspaceId;
    this.sessionId = row.sessionId;
  }

  static async open(db: Db, log: SessionLog, workspaceId: string): Promise<RecordedSession> {
    const { id, sessionId } = await createEpisode(db, {
      workspaceId,
      source: "live",
      status: "recording",
      endTime: 0,
      durationS: 0,
      totalFrames: 0,
      totalMessages: 0,
    });
    const startedAt = new Date(STARTED_AT * 1000);
    await db.prisma.recording.create({ data: { episodeId: id, workspaceId, protocol: 2, startedAt } });
    const session = new RecordedSession(db, log, { id, workspaceId, sessionId });
    await durable((done) => log.openSession(id, JSON.stringify(session.meta({})), done));
    return session;
  }

  meta(change: Partial<RecordingMeta>): RecordingMeta {
    return {
      workspaceId: this.workspaceId,
      sessionId: this.sessionId,
      protocol: 2,
      robotType: "so101",
      fps: null,
      task: "stack the cubes",
      operator: "mira",
      tokenId: null,
      robotId: null,
      startedAt: STARTED_AT,
      topics: [
        { name: STATE, dataType: "float32[]", shape: [3], names: ["x", "y", "z"], units: ["m", "m", "m"] },
      ],
      outcome: null,
      totalReward: null,
      ...change,
    };
  }

  /** Makes the next `count` items durable, a few in a batch. */
  async send(count: number): Promise<void> {
    for (let left = count; left > 0;) {
      const n = Math.min(left, 7);
      await this.sendItems(Array.from({ length: n }, (_, i) => itemOf(this.nextSeq + i)));
      left -= n;
    }
  }

  async sendItems(items: LogItem[], topics: LogTopic[] = TOPICS): Promise<void> {
    const batch = { firstSeq: this.nextSeq, topics, items };
    await durable((done) => this.#log.appendItems(this.id, batch, done));
    this.nextSeq += items.length;
  }

  async mark(kind: string, t: number): Promise<void> {
    const mark = { t, serverTime: STARTED_AT + 1, kind, text: "" };
    await durable((done) => this.#log.appendMark(this.id, mark, done));
  }

  /** What the ingest does every 10 minutes. */
  async askToSeal(): Promise<void> {
    await this.#update({ sealAskedSeq: BigInt(this.nextSeq), nextSeq: BigInt(this.nextSeq) });
  }

  async end(said: Partial<RecordingMeta> = {}, reason = "session_end"): Promise<void> {
    await durable((done) => this.#log.describeSession(this.id, JSON.stringify(this.meta(said)), done));
    await durable((done) => this.#log.closeSession(this.id, reason, done));
    const seq = BigInt(this.nextSeq);
    await this.#update({ sealAskedSeq: seq, nextSeq: seq, endedAt: new Date(), connected: false });
  }

  async #update(data: object): Promise<void> {
    await this.#db.prisma.recording.update({ where: { episodeId: this.id }, data });
    await this.#db.pool.query("SELECT pg_notify('recording', $1)", [this.workspaceId]);
  }
}

async function durable(append: (done: (error: Error | null) => void) => void): Promise<void> {
  await new Promise<void>((resolve, reject) =>
    append((error) => (error === null ? resolve() : reject(error))),
  );
}
