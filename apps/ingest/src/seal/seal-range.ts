import { AppError } from "@retake/core/errors";
import { sealSession, type SealedPart, type SeqRange } from "@retake/telemetry/log";
import type { ObjectStore } from "@retake/telemetry/object-store";
import { readPictureSizes } from "./picture-sizes.ts";
import { type SealSession, type SealSource, WatchedTail } from "./seal-source.ts";
import type { DueRecording, SealedRange, WrittenPart } from "./sealed-range.ts";

export interface SealRangeOptions {
  source: SealSource;
  store: ObjectStore;
  recording: DueRecording;
  session: SealSession;
  /** Exclusive; all before it is durable. */
  toSeq: number;
  partBytesMax: number;
}

/**
 * Writes the next part of a recording to the object store: as much as fits into one of what lies before `toSeq`. Nothing is in the
 * register yet.
 * @throws AppError `corrupt_data` when the log lacks numbers it does not know to be lost, and those of `sealSession`
 */
export async function sealRange(options: SealRangeOptions): Promise<SealedRange> {
  const { source, store, recording, session, toSeq, partBytesMax } = options;
  const { episodeId, sealedSeq, parts, lastTime } = recording;
  const tail = new WatchedTail(source, toSeq);
  const sealed = await sealSession({
    source: tail,
    store,
    session: episodeId,
    episodeId,
    part: parts,
    fromSeq: sealedSeq,
    toSeq,
    timeBefore: lastTime,
    bytesMax: partBytesMax,
  });
  const nextSeq = sealed === null || sealed.atEnd ? toSeq : sealed.nextSeq;
  const missing = tail.missingBefore(nextSeq);
  for (const gap of missing) checkLoss(gap, session);
  return {
    nextSeq,
    part: sealed === null ? null : await writtenPart(store, sealed),
    marks: sealed?.marks ?? [],
    timesReplaced: sealed?.timesReplaced ?? 0,
    refused: tail.refusedBefore(nextSeq),
    missing,
  };
}

async function writtenPart(
  store: ObjectStore,
  { segment, clock, blobs }: SealedPart,
): Promise<WrittenPart | null> {
  if (segment === null) return null;
  return { segment, clockKey: clock?.key ?? null, blobs, pictures: await readPictureSizes(store, blobs) };
}

/** What damage took, and what lies before the first number the log still has, is gone for good; anything else is a fault. */
function checkLoss({ from, to }: SeqRange, { gaps, tailFrom }: SealSession): void {
  let next = Math.max(from, Math.min(tailFrom, to + 1));
  for (const gap of gaps.toSorted((a, b) => a.from - b.from)) {
    if (gap.from <= next && gap.to >= next) next = gap.to + 1;
  }
  if (next > to) return;
  throw new AppError("corrupt_data", `The log lacks messages ${next} to ${to} of this recording.`);
}
