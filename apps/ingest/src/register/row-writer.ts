import { endingWarnings } from "../quality/quality-warnings.ts";
import type { Clock } from "../recording/clock.ts";
import type { RecordingLimits } from "../recording/limits.ts";
import type { Recording } from "../recording/recording.ts";
import { describeError, type Log } from "../log.ts";
import type { Register } from "./register.ts";
import type { EpisodeRow } from "./write-episodes.ts";
import type { RecordingRow } from "./write-recordings.ts";

export interface RowWriterOptions {
  recordings(): Recording[];
  /** Its rows have been deleted by somebody. */
  deleted(recording: Recording): void;
  register: Pick<Register, "writeRecordings" | "writeEpisodes" | "writeTopics">;
  clock: Clock;
  limits: RecordingLimits;
  report: Log;
}

/** Keeps the rows of recordings about right. While Postgres is away it keeps nothing: what is true then is written when it is back. */
export interface RowWriter {
  start(): void;
  /** Something changed that people wait for: does not wait for the next turn. */
  wake(): void;
  /** Writes what has changed until now. @returns false when it could not */
  flush(): Promise<boolean>;
  stop(): Promise<void>;
}

/** Rows of one statement: one more costs less than a millisecond, and nobody else waits for it. */
const ROWS_MAX = 200;
/** A wake-up waits for its neighbours. */
const WAKE_MS = 20;

/** What the rows say already. Times are monotonic milliseconds. */
interface Written {
  version: number;
  topicsVersion: number;
  /** Connected, cut off or ended. */
  phase: string;
  episodeVersion: number;
  episodeAt: number;
  toldAt: number;
  askedSeq: number;
  askedAt: number;
}

export function createRowWriter(options: RowWriterOptions): RowWriter {
  const { limits, report } = options;
  const writer = new Rows(options);
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<boolean> | null = null;
  let next: Promise<boolean> | null = null;
  let stopped = true;
  let failing = false;

  const run = async (): Promise<boolean> => {
    try {
      await writer.write();
      if (failing) report.info("rows are written again");
      failing = false;
      return true;
    } catch (error) {
      if (!failing) report.warn("rows cannot be written, and will be", describeError(error));
      failing = true;
      return false;
    }
  };
  const begin = (): Promise<boolean> => {
    next = null;
    return (running = run().finally(() => (running = null)));
  };
  // One that runs may be past what has just changed.
  const flush = (): Promise<boolean> => (running === null ? begin() : (next ??= running.then(begin)));
  const arm = (ms: number): void => {
    if (timer !== null) clearTimeout(timer);
    timer = stopped ? null : setTimeout(() => void flush().finally(() => arm(limits.tickMs)), ms);
  };
  return {
    start() {
      stopped = false;
      arm(0);
    },
    wake() {
      if (!failing && running === null) arm(WAKE_MS);
    },
    flush,
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}

class Rows {
  readonly #options: RowWriterOptions;
  readonly #written = new WeakMap<Recording, Written>();

  constructor(options: RowWriterOptions) {
    this.#options = options;
  }

  /** Topics and episodes first: who is woken by a recording finds them. */
  async write(): Promise<void> {
    const recordings = this.#options.recordings();
    for (const recording of recordings) await this.#writeTopics(recording);
    for (const some of slices(recordings)) {
      await this.#writeEpisodes(some);
      await this.#writeRecordings(some);
    }
  }

  async #writeTopics(recording: Recording): Promise<void> {
    const written = this.#of(recording);
    const { topicsVersion } = recording;
    if (topicsVersion === written.topicsVersion) return;
    await this.#options.register.writeTopics(recording.episodeId, recording.meta.topics);
    written.topicsVersion = topicsVersion;
  }

  async #writeEpisodes(recordings: readonly Recording[]): Promise<void> {
    const now = this.#options.clock.monotonic();
    const due = recordings.flatMap((recording) => {
      const written = this.#of(recording);
      const { version } = recording;
      const phase = phaseOf(recording);
      const old = now - written.episodeAt >= this.#options.limits.episodeTickMs;
      if (phase === written.phase && (version === written.episodeVersion || !old)) return [];
      const tell = phase !== written.phase || now - written.toldAt >= this.#options.limits.episodeNotifyMs;
      return [{ written, phase, version, tell, row: this.#episodeRow(recording, tell) }];
    });
    const done = await this.#options.register.writeEpisodes(due.map(({ row }) => row));
    for (const { written, phase, version, tell, row } of due) {
      if (!done.has(row.episodeId)) continue;
      Object.assign(written, { phase, episodeVersion: version, episodeAt: now });
      if (tell) written.toldAt = now;
    }
  }

  async #writeRecordings(recordings: readonly Recording[]): Promise<void> {
    const now = this.#options.clock.monotonic();
    const due = new Map(
      recordings.flatMap((recording) => {
        const written = this.#of(recording);
        const { version } = recording;
        const ask = this.#asks(recording, written, now);
        // Its rates change also when nothing comes.
        if (version === written.version && !ask && recording.feed === null) return [];
        return [
          [recording.episodeId, { recording, written, version, row: this.#recordingRow(recording, ask) }],
        ];
      }),
    );
    const results = await this.#options.register.writeRecordings([...due.values()].map(({ row }) => row));
    for (const { episodeId, written, exists } of results) {
      const one = due.get(episodeId);
      if (one === undefined) continue;
      if (!exists) this.#options.deleted(one.recording);
      if (!written && exists) continue;
      one.written.version = one.version;
      if (one.row.ask) this.#asked(one.recording, one.written, one.row.nextSeq, now);
    }
  }

  #asks(recording: Recording, { askedSeq, askedAt, phase }: Written, now: number): boolean {
    const { durableNextSeq, bytesToSeal, cutOffAt, state } = recording;
    if (state === "ended") return phase !== "" && askedSeq < Infinity;
    if (durableNextSeq <= askedSeq) return false;
    const { sealEveryBytes, sealEveryMs, sealAfterDisconnectMs } = this.#options.limits;
    if (cutOffAt !== null && now - cutOffAt >= sealAfterDisconnectMs) return true;
    return bytesToSeal >= sealEveryBytes || now - askedAt >= sealEveryMs;
  }

  #asked(recording: Recording, written: Written, nextSeq: number, now: number): void {
    written.askedSeq = recording.endedAt === null ? nextSeq : Infinity;
    written.askedAt = now;
    recording.bytesToSeal = 0;
  }

  #recordingRow(recording: Recording, ask: boolean): RecordingRow {
    const { episodeId, feed, lastMessageAt, endedAt, durableNextSeq, quality, counts } = recording;
    const { messages, frames, refused } = counts;
    return {
      episodeId,
      connected: feed !== null,
      lastMessageAt,
      endedAt,
      nextSeq: durableNextSeq,
      ask,
      messages,
      frames,
      dropped: refused,
      live: quality.figures(this.#options.clock.now()),
    };
  }

  #episodeRow(recording: Recording, tell: boolean): EpisodeRow {
    const { episodeId, feed, closeReason, lastTime, counts, meta, quality, state } = recording;
    const ended = closeReason === "session_end";
    return {
      episodeId,
      status: feed !== null || ended ? "recording" : "disconnected",
      endTime: lastTime,
      totalMessages: counts.messages,
      totalFrames: counts.frames,
      outcome: state === "ended" ? meta.outcome : null,
      totalReward: state === "ended" ? meta.totalReward : null,
      warnings:
        feed === null && recording.lastMessageAt !== null
          ? [...quality.warnings(this.#options.clock.now()), ...endingWarnings(meta)]
          : null,
      tell,
    };
  }

  #of(recording: Recording): Written {
    const known = this.#written.get(recording);
    if (known !== undefined) return known;
    const now = this.#options.clock.monotonic();
    const fresh: Written = {
      version: 0,
      topicsVersion: 0,
      phase: "",
      episodeVersion: 0,
      episodeAt: -Infinity,
      toldAt: -Infinity,
      askedSeq: 1,
      askedAt: now,
    };
    this.#written.set(recording, fresh);
    return fresh;
  }
}

function phaseOf({ state, feed }: Recording): string {
  return state === "ended" ? "ended" : feed === null ? "cut off" : "connected";
}

function* slices(recordings: readonly Recording[]): Generator<readonly Recording[]> {
  for (let from = 0; from < recordings.length; from += ROWS_MAX)
    yield recordings.slice(from, from + ROWS_MAX);
}
