import { LIMITS } from "@retake/core/limits";

/** Limits on what robots may do, beside those on single frames in `@retake/protocol/limits`. */
export const INGEST_LIMITS = {
  /** Messages a robot may have un-acked: at 200 ms to and fro still 20,000 a second. */
  creditMax: 4_096,
  /** Less is never granted: a robot must be able to go on. */
  creditMin: 16,
  /** Less is granted only while memory is short: who sends rarely may have more to say at once. */
  creditIdle: 64,
  /** Un-acked bytes of one recording: past a half the credit shrinks, past it its socket is not read. */
  heldBytesMax: 32 << 20,
  /** Un-acked bytes of all recordings, with what a message costs in memory besides: the half of it is divided among all that send. */
  heldBytesAllMax: 256 << 20,
  /** Protocol 1, messages that wait for the disk: above the first `slow_down`, below the second `resume`. */
  queuedHigh: 2_000,
  queuedLow: 500,
  /** Protocol 1: above it the socket is not read. */
  queuedMax: 8_192,
  /** Values of one log record; a JSON frame can hold four times its own size. */
  recordBytesMax: 4 << 20,
  /** All declarations of one recording as JSON: each log file repeats them. `too_complex`. */
  describedBytesMax: 512 << 10,
  /** After a refusal of the log, how soon it is tried again. */
  retryMs: 250,
  /** A cut-off recording may be resumed for so long. */
  graceMs: LIMITS.recordingGraceMs,
  /** How often rows follow what was recorded. */
  tickMs: 1_000,
  /** How often the episode's own row does: it has a dozen indexes. */
  episodeTickMs: 2_000,
  /** How often watchers of an episode are woken while it records. */
  episodeNotifyMs: 10_000,
  sealEveryMs: 600_000,
  sealEveryBytes: 64 << 20,
  /** A robot that flaps must not leave a part per cut. */
  sealAfterDisconnectMs: 5_000,
  /** Log files are kept for so long after the last of them was sealed: readers may be at it. */
  dropAfterMs: 30_000,
  /** How often it is looked what the worker has sealed. */
  sealedPollMs: 5_000,
  /** Of one token: sockets at once, and recordings that may still be resumed. `too_many_sessions`. */
  connectedPerTokenMax: 1_000,
  openPerTokenMax: 2_000,
} as const;

export type RecordingLimits = { readonly [Name in keyof typeof INGEST_LIMITS]: number };
