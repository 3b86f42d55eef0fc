import { expect } from "vitest";
import type { SampleBatch, SessionLog, SessionLogOptions } from "@retake/telemetry/log";

export const FOLDER = "/log";

/** Small files, no reserve to speak of, and a disk that is looked at again at once. */
export const SMALL: Omit<SessionLogOptions, "lease"> = {
  folder: FOLDER,
  rotateBytes: 1500,
  reserveBytes: 64,
  probeEveryMs: 0,
};

export const lease = (fence: number, shard = 0) => ({ fence, shard, held: () => true });

const TOPICS: SampleBatch["topics"] = [
  { name: "/state", type: "float64", shape: [2] },
  { name: "/camera", type: "image", shape: [2, 2, 3] },
  { name: "/words", type: "string", shape: [] },
];

/** The only content a sample of that session and number ever has. */
export function sampleOf(session: string, seq: number): SampleBatch["samples"][number] {
  const topic = seq % 3;
  const bytes = Buffer.from(`${session}#${seq}`);
  const values =
    topic === 0
      ? Float64Array.of(seq, bytes.length)
      : topic === 1
        ? new Uint8Array(bytes)
        : `${session}#${seq}`;
  return { topic, t: seq / 100, serverTime: 1e9 + seq, frame: seq, values };
}

export function batchOf(session: string, firstSeq: number, count: number): SampleBatch {
  return {
    firstSeq,
    topics: TOPICS,
    samples: Array.from({ length: count }, (_, i) => sampleOf(session, firstSeq + i)),
  };
}

/** What one robot was told, and what it sent. */
export class Robot {
  readonly session: string;
  acked = 0;
  sent = 0;
  openAcked = false;
  closeAcked = false;
  marksAcked = 0;
  failures: string[] = [];

  constructor(session: string) {
    this.session = session;
  }

  open(log: SessionLog): void {
    this.#guard(() =>
      log.openSession(this.session, `meta of ${this.session}`, (error) => {
        if (error === null) this.openAcked = true;
        else this.failures.push(error.code);
      }),
    );
  }

  /** Sends what the log expects next, opening the session if the log does not know it. */
  send(log: SessionLog, count: number): void {
    if (log.session(this.session) === null && !this.openAcked) this.open(log);
    this.#guard(() => {
      const firstSeq = log.expectedSeq(this.session);
      const last = firstSeq + count - 1;
      log.appendSamples(this.session, batchOf(this.session, firstSeq, count), (error) => {
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

  close(log: SessionLog): void {
    this.#guard(() =>
      log.closeSession(this.session, "done", (error) => void (this.closeAcked ||= error === null)),
    );
  }

  /** As it is now: what it is told later is not promised by a disk that lost its power before. */
  copy(): Robot {
    const { acked, sent, openAcked, closeAcked, marksAcked } = this;
    return Object.assign(new Robot(this.session), { acked, sent, openAcked, closeAcked, marksAcked });
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
    if (record.kind !== "samples") continue;
    expect(record.batch.topics).toEqual(TOPICS);
    for (const [i, sample] of record.batch.samples.entries()) {
      const seq = record.batch.firstSeq + i;
      expect(sample).toEqual(sampleOf(session, seq));
      seqs.push(seq);
    }
  }
  for (let i = 1; i < seqs.length; i++) expect(seqs[i]).toBe(seqs[i - 1]! + 1);
  return seqs;
}

/** What must hold of a recovered log, whatever happened. */
export async function checkRecovered(log: SessionLog, robots: readonly Robot[]): Promise<void> {
  for (const robot of robots) {
    const state = log.session(robot.session);
    if (robot.openAcked) expect(state).toMatchObject({ meta: `meta of ${robot.session}` });
    if (state === null) continue;
    expect(state.gaps).toEqual([]);
    expect(state.nextSeq).toBeGreaterThan(robot.acked);
    expect(state.nextSeq).toBeLessThanOrEqual(robot.sent + 1);
    expect(state.nextMark).toBeGreaterThan(robot.marksAcked);
    if (robot.closeAcked) expect(state).toMatchObject({ open: false, closeReason: "done" });
    const seqs = await readSeqs(log, robot.session, log.tailFrom(robot.session));
    expect(seqs.at(-1) ?? state.nextSeq - 1).toBe(state.nextSeq - 1);
  }
}
