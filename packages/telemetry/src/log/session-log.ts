import { AppError, notFound } from "@retake/core/errors";
import { Log, type LogOptions } from "./log.ts";
import { nodeLogDisk, type LogDisk } from "./log-disk.ts";
import { toLogError } from "./log-error.ts";
import { readRecords } from "./read-records.ts";
import { decodeRecord } from "./decode-record.ts";
import { encodeRecord } from "./encode-record.ts";
import { FileSpans } from "./file-spans.ts";
import { findRecords } from "./find-records.ts";
import type { LogPayload } from "./log-payload.ts";
import type { RecoveryReport } from "./recover-log.ts";
import type { RecordPlace } from "./scan-file.ts";
import { SessionRecovery } from "./recover-sessions.ts";
import { addCounts, countItems } from "./session-counts.ts";
import type { ItemBatch, Mark, SessionRecord } from "./session-record.ts";
import { copyState, LiveSession, newState, type SessionState } from "./session-state.ts";
import { trimRecord } from "./trim-record.ts";

/** Called once, in the order of the calls: null when it is durable, else why it is not (then nothing after it is either). */
export type OnDurable = (error: AppError | null) => void;

export type SessionLogOptions = Omit<LogOptions, "observer">;

/** What a log file holds of one session. */
export interface FileSession {
  session: string;
  /** All of its sequence numbers in this file and before are smaller. */
  nextSeq: number;
  /** Whether the close is in this file or before it. */
  closed: boolean;
}

export interface FileSummary {
  file: number;
  bytes: number;
  sessions: FileSession[];
}

/**
 * Recording sessions on a {@link Log}. Each session is a row of items numbered 1, 2, 3, …, with unnumbered marks between them.
 * Every callback error is an AppError `storage_full`, `unavailable` (both: append again later, beginning with `nextSeq`) or
 * `conflict` (the lease is lost).
 */
export class SessionLog {
  readonly #log: Log;
  readonly #sessions: Map<string, LiveSession>;
  readonly #disk: LogDisk;
  readonly #folder: string;

  private constructor(log: Log, sessions: Map<string, LiveSession>, { disk, folder }: SessionLogOptions) {
    this.#log = log;
    this.#sessions = sessions;
    this.#disk = disk ?? nodeLogDisk;
    this.#folder = folder;
  }

  /** As {@link Log.open}; the sessions are those of which the log still holds something, or which are open. */
  static async open(options: SessionLogOptions): Promise<{ log: SessionLog; report: RecoveryReport }> {
    const recovery = new SessionRecovery(() => new FileSpans());
    const { sessions } = recovery;
    const observer = { preamble: () => carryOf(sessions), rejected: () => rewind(sessions) };
    const opened = await Log.open({ ...options, observer }, (payload, place) => recovery.add(payload, place));
    const { report } = opened;
    report.losses.push(...recovery.unreadable);
    return { log: new SessionLog(opened.log, sessions, options), report };
  }

  get full(): boolean {
    return this.#log.full;
  }

  get waitingBytes(): number {
    return this.#log.waitingBytes;
  }

  /** What is durable; null when the log holds nothing of it. */
  session(session: string): SessionState | null {
    const durable = this.#sessions.get(session)?.durable ?? null;
    return durable && copyState(durable);
  }

  sessions(): SessionState[] {
    return [...this.#sessions.values()].flatMap(({ durable }) =>
      durable === null ? [] : [copyState(durable)],
    );
  }

  /** The sequence number that `appendItems` takes next: after all that waits. */
  expectedSeq(session: string): number {
    return this.#find(session).waiting.nextSeq;
  }

  /** `meta` is the caller's own text, usually JSON. @throws AppError `conflict` when the log knows this session */
  openSession(session: string, meta: string, done: OnDurable): void {
    if (this.#sessions.has(session)) throw new AppError("conflict", "This session exists already.");
    const live = new LiveSession(new FileSpans());
    this.#append(live, { kind: "open", session, meta }, done);
    this.#sessions.set(session, live);
  }

  /**
   * The batch must not change before `done`.
   * @throws AppError `conflict` (not the expected number, or closed), `not_found`, `bad_request`, `too_large`, `unavailable`; nothing
   * was appended then
   */
  appendItems(session: string, batch: ItemBatch, done: OnDurable): void {
    const live = this.#findOpen(session);
    const { nextSeq } = live.waiting;
    if (batch.items.length === 0) throw new AppError("bad_request", "A batch needs items.");
    if (batch.firstSeq !== nextSeq) {
      throw new AppError("conflict", `The next sequence number is ${nextSeq}, not ${batch.firstSeq}.`);
    }
    this.#append(live, { kind: "items", session, batch }, done);
    live.waiting.nextSeq += batch.items.length;
  }

  /** Replaces the session's meta. @throws AppError as `appendItems` */
  describeSession(session: string, meta: string, done: OnDurable): void {
    this.#append(this.#findOpen(session), { kind: "describe", session, meta }, done);
  }

  /** A mark without a sequence number. @throws AppError as `appendItems` */
  appendMark(session: string, mark: Mark, done: OnDurable): void {
    const live = this.#findOpen(session);
    this.#append(live, { kind: "mark", session, number: live.waiting.nextMark, mark }, done);
    live.waiting.nextMark++;
  }

  /** @throws AppError as `appendItems` */
  closeSession(session: string, reason: string, done: OnDurable): void {
    const live = this.#findOpen(session);
    this.#append(live, { kind: "close", session, reason }, done);
    live.waiting.open = false;
  }

  /** The first sequence number that `readTail` still has; the one expected next when it has none. */
  tailFrom(session: string): number {
    const { index, durable } = this.#find(session);
    return index.begin ?? durable?.nextSeq ?? 1;
  }

  /**
   * Everything durable of a session at this moment, from a sequence number on, in order; also the marks made when that number was
   * the one wanted, or later. What has been deleted is not among it: `tailFrom` says where it begins. Whoever reads more than once follows
   * the files instead: a writer knows of its files only which sessions they hold, and reads each of them to find a record.
   * @throws AppError `not_found` (the session, or a file deleted meanwhile), `corrupt_data`, `unavailable`
   */
  async *readTail(session: string, fromSeq: number): AsyncGenerator<SessionRecord> {
    const spans = this.#find(session).index.spansFrom(fromSeq);
    let nextSeq = fromSeq;
    try {
      for (const span of spans) {
        const places = await findRecords(this.#disk, this.#folder, { span, session, fromSeq });
        for await (const payload of readRecords(this.#disk, this.#folder, places)) {
          const record = trimRecord(decodeRecord(payload), nextSeq);
          if (record === null) continue;
          if (record.kind === "items") nextSeq = record.batch.firstSeq + record.batch.items.length;
          yield record;
        }
      }
    } catch (error) {
      throw toLogError(error, "reading the log");
    }
  }

  /** What each file holds, in order. */
  files(): FileSummary[] {
    return this.#log.files.map((file) => ({ ...file, sessions: [...this.#sessionsIn(file.file)] }));
  }

  /**
   * Deletes the oldest files up to the first that `canDrop` keeps: it answers true only when all that a file holds is committed
   * elsewhere. The newest file stays while a session is open.
   * @returns the files deleted
   * @throws AppError `unavailable`; `conflict` when the lease is lost
   */
  async dropFiles(canDrop: (file: FileSummary) => boolean | Promise<boolean>): Promise<number[]> {
    const free = new Set<number>();
    for (const file of this.files()) {
      if (!(await canDrop(file))) break;
      // What came while the answer was made is not covered by it.
      if (!sameContent(file, this.#sessionsIn(file.file))) break;
      free.add(file.file);
    }
    const dropped = await this.#log.dropFiles((file) => !free.has(file));
    const last = dropped.at(-1);
    if (last !== undefined) this.#forget(last);
    return dropped;
  }

  /** Waits for what was appended, then refuses everything. */
  async close(): Promise<void> {
    await this.#log.close();
  }

  #append(live: LiveSession, record: SessionRecord, done: OnDurable): void {
    this.#log.append(encodeRecord(record), (error, place) => {
      if (error === null && place !== null) commit(live, record, place);
      done(error);
    });
  }

  *#sessionsIn(file: number): Generator<FileSession> {
    for (const [session, { index, durable }] of this.#sessions) {
      const nextSeq = index.endIn(file);
      if (nextSeq === null) continue;
      yield { session, nextSeq, closed: durable?.open === false && (index.lastFile ?? 0) <= file };
    }
  }

  #forget(file: number): void {
    for (const [session, { index, durable }] of this.#sessions) {
      index.dropBefore(file + 1);
      if (index.empty && durable?.open === false) this.#sessions.delete(session);
    }
  }

  #find(session: string): LiveSession {
    const live = this.#sessions.get(session);
    if (live === undefined) throw notFound("This session");
    return live;
  }

  #findOpen(session: string): LiveSession {
    const live = this.#find(session);
    if (!live.waiting.open) throw new AppError("conflict", "This session is closed.");
    return live;
  }
}

function commit(live: LiveSession, record: SessionRecord, place: RecordPlace): void {
  if (record.kind === "open") live.durable = newState(record.session, record.meta);
  const state = live.durable;
  if (state === null) return;
  const begin = state.nextSeq;
  if (record.kind === "items") {
    state.nextSeq += record.batch.items.length;
    addCounts(state.counts, countItems(record.batch));
  }
  if (record.kind === "mark") {
    state.nextMark = record.number + 1;
    state.counts.marks++;
  }
  if (record.kind === "describe") state.meta = record.meta;
  if (record.kind === "close") {
    state.open = false;
    state.closeReason = record.reason;
  }
  live.index.add(begin, state.nextSeq, place);
}

function carryOf(sessions: Map<string, LiveSession>): LogPayload[] {
  return [...sessions.values()].flatMap(({ durable }) => {
    if (durable === null || !durable.open) return [];
    const { session, meta, nextSeq, nextMark, counts } = durable;
    return [encodeRecord({ kind: "carry", session, meta, nextSeq, nextMark, counts })];
  });
}

function rewind(sessions: Map<string, LiveSession>): void {
  for (const [session, live] of sessions) {
    live.rewind();
    if (live.durable === null) sessions.delete(session);
  }
}

function sameContent(summary: FileSummary, now: Iterable<FileSession>): boolean {
  return JSON.stringify(summary.sessions) === JSON.stringify([...now]);
}
