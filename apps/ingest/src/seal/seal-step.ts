import { AppError } from "@retake/core/errors";
import { readRecordingMeta, type RecordingMeta } from "@retake/core/recording-meta";
import type { Db } from "@retake/db";
import type { SealedMark } from "@retake/telemetry/log";
import type { ObjectStore } from "@retake/telemetry/object-store";
import { commitPart } from "./commit-part.ts";
import { finishRecording } from "./finish-recording.ts";
import type { SealSession, SealSource } from "./seal-source.ts";
import { sealRange } from "./seal-range.ts";
import type { DueRecording } from "./sealed-range.ts";

export interface SealParts {
  db: Db;
  store: ObjectStore;
  tail: SealSource;
  /** Bytes of values and pictures in one part. */
  partBytesMax: number;
}

/** What the ingest closes a session with when its robot ended it. */
const ENDED_BY_ROBOT = "session_end";

/** `raced`: another worker was quicker, and what was written here is in no row. */
export type SealStep = "sealed" | "finished" | "raced" | "nothing";

/**
 * Brings one recording one step on: one part more, or its end.
 * @throws AppError `not_found` when the log does not know it, `unavailable` while the log is behind the register, those of the store and database
 */
export async function sealStep(parts: SealParts, recording: DueRecording): Promise<SealStep> {
  const { tail } = parts;
  const { episodeId, sealedSeq, sealAskedSeq, ended } = recording;
  await tail.refresh();
  const session = tail.session(episodeId);
  if (session === null) {
    // All of it is sealed: what the register says of it is enough.
    if (ended && sealedSeq >= sealAskedSeq) return await finish(parts, recording, null);
    throw new AppError("not_found", "The log on this machine does not hold this recording.");
  }
  const toSeq = Math.min(sealAskedSeq, session.nextSeq);
  if (toSeq > sealedSeq) return await seal(parts, recording, session, toSeq);
  // A closed session gets no more: what was asked for beyond its end is lost. An open one is only read too early.
  const isBehind = sealAskedSeq > sealedSeq && (session.open || !ended);
  if (isBehind) throw new AppError("unavailable", "The log is behind the register.");
  return ended ? await finish(parts, recording, session) : "nothing";
}

async function seal(
  { db, store, tail, partBytesMax }: SealParts,
  recording: DueRecording,
  session: SealSession,
  toSeq: number,
): Promise<SealStep> {
  const range = await sealRange({ source: tail, store, recording, session, toSeq, partBytesMax });
  const declared = readMeta(session)?.topics ?? [];
  return (await commitPart(db, recording, range, declared)) ? "sealed" : "raced";
}

async function finish(
  { db, tail }: SealParts,
  recording: DueRecording,
  session: SealSession | null,
): Promise<SealStep> {
  const { episodeId, sealedSeq, sealAskedSeq } = recording;
  const done = await finishRecording(db, recording, {
    meta: session === null ? null : readMeta(session),
    cutOff: session !== null && session.closeReason !== ENDED_BY_ROBOT,
    marks: session === null ? [] : await lastMarks(tail, episodeId, sealedSeq),
    lost: sealAskedSeq > sealedSeq ? { from: sealedSeq, to: sealAskedSeq - 1 } : null,
  });
  return done ? "finished" : "raced";
}

/** Marks without a number that came after the last message. */
async function lastMarks(tail: SealSource, episodeId: string, sealedSeq: number): Promise<SealedMark[]> {
  const marks: SealedMark[] = [];
  for await (const record of tail.readTail(episodeId, sealedSeq)) {
    if (record.kind === "mark") marks.push({ key: `m${record.number}`, mark: record.mark });
  }
  return marks;
}

/** What the register says stands alone when the log's word cannot be read. */
function readMeta({ meta }: SealSession): RecordingMeta | null {
  try {
    return readRecordingMeta(meta);
  } catch {
    return null;
  }
}
