import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import type { ItemBatch, LogItem, SessionCounts, SessionLog, SessionLogOptions } from "@retake/telemetry/log";

export const FOLDER = "/log";

/** Small files, no reserve to speak of, and a disk that is looked at again at once. */
export const SMALL: Omit<SessionLogOptions, "lease"> = {
  folder: FOLDER,
  rotateBytes: 1500,
  reserveBytes: 64,
  probeEveryMs: 0,
};

export const lease = (fence: number, shard = 0) => ({ fence, shard, held: () => true });

const TOPICS: ItemBatch["topics"] = [
  { name: "/state", type: "float64", shape: [2] },
  { name: "/camera", type: "image", shape: [2, 2, 3] },
  { name: "/words", type: "string", shape: [] },
];

export const isRefused = (seq: number): boolean => seq % 11 === 0;
export const isMark = (seq: number): boolean => seq % 7 === 0 && !isRefused(seq);

/** The only content an item of that session and number ever has. */
export function itemOf(session: string, seq: number): LogItem {
  const serverTime = 1e9 + seq;
  if (isRefused(seq)) return { kind: "refused", code: `bad_value ${seq}` };
  if (isMark(seq)) {
    return { kind: "mark", serverTime, mark: { t: seq / 100, kind: "note", text: `${session}#${seq}` } };
  }
  const topic = seq % 3;
  const bytes = Buffer.from(`${session}#${seq}`);
  const values =
    topic === 0
      ? Float64Array.of(seq, bytes.length)
      : topic === 1
        ? new Uint8Array(bytes)
        : `${session}#${seq}`;
  return { kind: "sample", topic, t: seq / 100, serverTime, frame: seq, values };
}

export function batchOf(session: string, firstSeq: number, count: number): ItemBatch {
  return {
    firstSeq,
    topics: TOPICS,
    items: Array.from({ length: count }, (_, i) => itemOf(session, firstSeq + i)),
  };
}

/** Of the numbers before `nextSeq`. */
export function countsBefore(nextSeq: number): SessionCounts {
  const counts = { messages: 0, frames: 0, marks: 0, refused: 0 };
  for (let seq = 1; seq < nextSeq; seq++) {
    if (isRefused(seq)) counts.refused++;
    else if (isMark(seq)) counts.marks++;
    else {
      counts.messages++;
      if (seq % 3 === 1) counts.frames++;
    }
  }
  return counts;
}

/** What one robot was told, and what it sent. */
export class Robot {
  readonly session: string;
  acked = 0;
  sent = 0;
  openAcked = false;
  closeAcked = false;
  marksAcked = 0;
  metaAcked: string | null = null;
  /** Every meta it ever sent. */
  described: string[];
  failures: string[] = [];

  constructor(session: string) {
    this.session = session;
    this.described = [`meta of ${session}`];
  }

  open(log: SessionLog): void {
    this.#guard(() =>
      log.openSession(this.session, `meta of ${this.session}`, (error) => {
        if (error === null) {
          this.openAcked = true;
          this.metaAcked = `meta of ${this.session}`;
        } else this.failures.push(error.code);
      }),
    );
  }

  /** Sends what the log expects next, opening the session if the log does not know it. */
  send(log: SessionLog, count: number): void {
    if (log.session(this.session) === null && !this.openAcked) this.open(log);
    this.#guard(() => {
      const firstSeq = log.expectedSeq(this.session);
      const last = firstSeq + count - 1;
      log.appendItems(this.session, batchOf(this.session, firstSeq, count), (error) => {
        if (error !== null) return void this.failures.push(error.code);
        expect(firstSeq, "acks come in order, without a hole").toBeLessThanOrEqual(this.acked + 1);
        this.acked = last;
      });
      this.sent = Math.max(this.sent, last);
    });
  }

  mark(log: SessionLog): void {
    const mark = { t: 1, serverTime: 2, kind: "note", text: this.session };
    this.#guard(() => log.appendMark(this.session, mark, (error) => void (error ?? this.marksAcked++)));
  }

  /** A new meta, which is one more character than the one before. */
  describe(log: SessionLog): void {
    this.#guard(() => {
      const meta = `${log.session(this.session)?.meta ?? ""}+`;
      this.described.push(meta);
      log.describeSession(this.session, meta, (error) => {
        if (error === null) this.metaAcked = meta;
        else this.failures.push(error.code);
      });
    });
  }

  /** On a new connection: what the log has, by `resume_from`, counts as acked. */
  resume(log: SessionLog): void {
    const state = log.session(this.session);
    if (state === null) return;
    this.openAcked = true;
    this.acked = state.nextSeq - 1;
    this.marksAcked = state.nextMark - 1;
    this.metaAcked = state.meta;
    this.closeAcked = !state.open;
  }

  close(log: SessionLog): void {
    this.#guard(() =>
      log.closeSession(this.session, "done", (error) => void (this.closeAcked ||= error === null)),
    );
  }

  /** As it is now: what it is told later is not promised by a disk that lost its power before. */
  copy(): Robot {
    const { session, ...rest } = this;
    return Object.assign(new Robot(session), rest, { described: [...this.described] });
  }

  /** A session whose open was rejected is not there: as for a real robot, that is an answer. */
  #guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      expect(error).toMatchObject({ code: expect.stringMatching(/not_found|conflict|unavailable/) });
    }
  }
}

/** Waits until nothing waits. */
export async function settled(log: SessionLog): Promise<void> {
  await new Promise(setImmediate);
  while (log.waitingBytes > 0) await new Promise(setImmediate);
}

/** All that the log gives of a session: each number once, in order, with the content that was sent. @returns the numbers */
export async function readSeqs(log: SessionLog, session: string, fromSeq = 1): Promise<number[]> {
  const seqs: number[] = [];
  for await (const record of log.readTail(session, fromSeq)) {
    if (record.kind !== "items") continue;
    if (!isDeepStrictEqual(record.batch.topics, TOPICS)) expect(record.batch.topics).toEqual(TOPICS);
    for (const [i, item] of record.batch.items.entries()) {
      const seq = record.batch.firstSeq + i;
      // Asked first, because `expect` costs more than the rest of the test.
      if (!isDeepStrictEqual(item, itemOf(session, seq))) expect(item).toEqual(itemOf(session, seq));
      seqs.push(seq);
    }
  }
  expect(seqs.findIndex((seq, i) => i > 0 && seq !== seqs[i - 1]! + 1)).toBe(-1);
  return seqs;
}

/** What must hold of a recovered log, whatever happened. */
export async function checkRecovered(log: SessionLog, robots: readonly Robot[]): Promise<void> {
  for (const robot of robots) {
    const state = log.session(robot.session);
    if (robot.openAcked) expect(state).not.toBeNull();
    if (state === null) continue;
    expect(robot.described.slice(Math.max(0, robot.described.indexOf(robot.metaAcked ?? "")))).toContain(
      state.meta,
    );
    expect(state.gaps).toEqual([]);
    expect(state.nextSeq).toBeGreaterThan(robot.acked);
    expect(state.nextSeq).toBeLessThanOrEqual(robot.sent + 1);
    expect(state.nextMark).toBeGreaterThan(robot.marksAcked);
    if (robot.closeAcked) expect(state).toMatchObject({ open: false, closeReason: "done" });
    const counts = countsBefore(state.nextSeq);
    expect(state.counts).toEqual({ ...counts, marks: counts.marks + state.nextMark - 1 });
    const seqs = await readSeqs(log, robot.session, log.tailFrom(robot.session));
    expect(seqs.at(-1) ?? state.nextSeq - 1).toBe(state.nextSeq - 1);
  }
}
