import type { LogLoss } from "../log/scan-file.ts";
import type { SealedMark, TailSource } from "../log/seal-session.ts";
import type { SessionRecord } from "../log/session-record.ts";
import type { SessionState } from "../log/session-state.ts";
import type { LogDisk } from "../log/log-disk.ts";
import type { ObjectStore } from "../object-store/index.ts";
import type { TimeWindow, TopicColumns } from "../types.ts";
import type { TailPicture, TailTopic } from "./followed-session.ts";
import type { TailSegment } from "./tail-segments.ts";

/** What the log still has of a session. A copy. */
export interface TailSession extends SessionState {
  /** The first sequence number that is still there; `nextSeq` when none is. */
  tailFrom: number;
  /** Of what is still there. */
  topics: TailTopic[];
  /** Those that are still there, in order of arrival, of very many the newest. Their keys are those of sealed ones. */
  marks: SealedMark[];
  /** Of the newest sample, in the episode's time; null before the first that this follower saw. */
  lastTime: number | null;
  /** The newest of each camera since this follower was opened. */
  pictures: TailPicture[];
}

export interface TailQuery extends TimeWindow {
  fromSeq: number;
  topics?: readonly string[];
  /** False: pictures are passed over. */
  pictures?: boolean;
  /** Ends when there are this many bytes of times, frame numbers and values. */
  bytesMax?: number;
}

export interface TailColumns {
  topics: TopicColumns[];
  /** The number to go on with. */
  nextSeq: number;
}

/**
 * A log that another process writes, for whoever reads only: nothing is written, cut or locked. It may be some milliseconds ahead of the
 * acks, since bytes are seen before their fsync returns; a number has one content nevertheless.
 * A missing folder, and files that are deleted meanwhile, are normal: what lay in them is just not here any more.
 * Holds an index entry per record; values only of what was asked for as segments.
 */
export interface LogTail extends TailSource {
  /**
   * Reads what has come. Fulfilled, everything that was durable when it was called is here.
   * @throws AppError `unavailable`; `conflict` when a later version wrote the log
   */
  refresh(): Promise<void>;
  sessions(): TailSession[];
  session(session: string): TailSession | null;
  /** As the log's own. @throws AppError `not_found` (the session, or a file deleted meanwhile), `corrupt_data`, `unavailable` */
  readTail(session: string, fromSeq: number): AsyncGenerator<SessionRecord>;
  /** Samples as columns. Of pictures there is the place in `picturesKey` only. @throws AppError as `readTail` */
  columns(session: string, query: TailQuery): Promise<TailColumns>;
  /** The bytes of a picture as received. @throws AppError `not_found`, `corrupt_data` */
  picture(session: string, seq: number): Promise<Uint8Array>;
  /**
   * Everything from `fromSeq` on as parts of the episode, in order, to be read through {@link LogTail.overlay}. Their keys name their
   * content; of two calls only the youngest part differs, unless files went.
   */
  segments(session: string, fromSeq: number): Promise<TailSegment[]>;
  /** `store`, with the segments and pictures of this log in it. */
  overlay(store: ObjectStore): ObjectStore;
  /** Calls `wake` after something has come, or gone; looks for it every `pollMs`, while anyone listens. @returns how to stop */
  onAdvance(wake: () => void): () => void;
  /** Damage that was passed over. */
  losses(): LogLoss[];
  stats(): { encodings: number };
  close(): void;
}

export interface LogTailOptions {
  folder: string;
  pollMs?: number;
  /** Reads on this often while nobody listens, so that the first who asks does not wait for all that came since. Absent: not at all. */
  keepUpMs?: number;
  /** For segments in memory. */
  cacheBytesMax?: number;
  disk?: LogDisk;
}
