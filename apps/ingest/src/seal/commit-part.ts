import type { DeclaredTopic } from "@retake/core/recording-meta";
import type { Db } from "@retake/db";
import type { SealedMark } from "@retake/telemetry/log";
import { episodeFigures } from "./episode-figures.ts";
import type { TopicRow } from "./merge-topic.ts";
import { mergeCameras, mergeTopics, type Register } from "./register-rows.ts";
import { addFacts, dropWarnings, readWarnings } from "./seal-warnings.ts";
import type { DueRecording, SealedRange, WrittenPart } from "./sealed-range.ts";

/** A part writes some dozen rows; a machine that is starved of CPU may take its time over them. */
export const COMMIT = { maxWait: 15_000, timeout: 60_000 } as const;

/**
 * Puts a sealed range into the register, whole or not at all. The recording's row is locked and its `sealedSeq` compared first, so
 * that of several workers that sealed the same numbers one commits, and no part goes in twice.
 * @returns false when the register has gone on without this range: its objects belong to nobody then
 */
export async function commitPart(
  db: Db,
  recording: DueRecording,
  range: SealedRange,
  declared: readonly DeclaredTopic[],
): Promise<boolean> {
  const { episodeId } = recording;
  return await db.prisma.$transaction(async (tx) => {
    if (!(await holdsAt(tx, recording))) return false;
    const { part } = range;
    let topics: TopicRow[];
    let changed: string[] = [];
    if (part === null) topics = await knownTopics(tx, episodeId);
    else {
      await saveSegment(tx, recording, part, range.nextSeq);
      ({ topics, changed } = await mergeTopics(tx, episodeId, part, declared));
      await mergeCameras(tx, episodeId, topics, part.pictures, episodeFigures(topics).startTime);
    }
    await saveMarks(tx, recording, range.marks);
    await saveEpisode(tx, episodeId, topics, { ...range, changed });
    await tx.recording.update({ where: { episodeId }, data: { sealedSeq: BigInt(range.nextSeq) } });
    await wakeReaders(tx, recording);
    return true;
  }, COMMIT);
}

/** Locks the recording until the end of the transaction. @returns whether it stands where it was found */
export async function holdsAt(
  tx: Register,
  { episodeId, sealedSeq }: Pick<DueRecording, "episodeId" | "sealedSeq">,
): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ sealedSeq: bigint; finished: boolean }[]>`
    SELECT "sealedSeq", "finished" FROM "Recording" WHERE "episodeId" = ${episodeId} FOR UPDATE`;
  return row !== undefined && !row.finished && row.sealedSeq === BigInt(sealedSeq);
}

export async function knownTopics(tx: Register, episodeId: string): Promise<TopicRow[]> {
  return (await tx.topic.findMany({ where: { episodeId } })) as unknown as TopicRow[];
}

export async function saveMarks(
  tx: Register,
  { episodeId, startedAt }: Pick<DueRecording, "episodeId" | "startedAt">,
  marks: readonly SealedMark[],
): Promise<void> {
  await tx.episodeMark.createMany({
    data: marks.map(({ key, mark: { t, serverTime, kind, text } }) => ({
      episodeId,
      key,
      // A mark without a usable time stands where it came in.
      time: Number.isFinite(t) ? t : serverTime - startedAt.getTime() / 1000,
      serverTime: new Date(serverTime * 1000),
      kind: storable(kind),
      text: text === "" ? null : storable(text),
    })),
    skipDuplicates: true,
  });
}

export async function wakeReaders(
  tx: Register,
  { workspaceId, sessionId }: Pick<DueRecording, "workspaceId" | "sessionId">,
): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify('episode', ${`${workspaceId}/${sessionId}`})`;
}

async function saveSegment(
  tx: Register,
  { episodeId, parts }: DueRecording,
  { segment, blobs, clockKey }: WrittenPart,
  nextSeq: number,
): Promise<void> {
  const { key, bytes, rows, firstTime, lastTime } = segment;
  const byTopic = Object.fromEntries(blobs.map((blob) => [blob.topic, blob.key]));
  await tx.segment.create({
    data: {
      episodeId,
      part: parts,
      key,
      bytes,
      rows,
      firstTime,
      lastTime,
      blobs: byTopic,
      clockKey,
      nextSeq: BigInt(nextSeq),
    },
  });
}

/** While it records, the ingest counts ahead of what is sealed: nothing goes back here. */
async function saveEpisode(
  tx: Register,
  episodeId: string,
  topics: readonly TopicRow[],
  facts: Parameters<typeof addFacts>[1],
): Promise<void> {
  const [stored] = await tx.$queryRaw<
    { warnings: unknown; endTime: number; totalMessages: number; totalFrames: number }[]
  >`SELECT "warnings", "endTime", "totalMessages", "totalFrames" FROM "Episode" WHERE "id" = ${episodeId} FOR UPDATE`;
  const figures = episodeFigures(topics);
  const endTime = Math.max(stored?.endTime ?? 0, figures.endTime);
  const warnings = addFacts(dropWarnings(readWarnings(stored?.warnings), "seal_failed"), facts);
  await tx.episode.update({
    where: { id: episodeId },
    data: {
      startTime: figures.startTime,
      endTime,
      durationS: endTime - figures.startTime,
      totalMessages: Math.max(stored?.totalMessages ?? 0, figures.totalMessages),
      totalFrames: Math.max(stored?.totalFrames ?? 0, figures.totalFrames),
      features: featuresOf(topics),
      warnings: warnings.map((warning) => ({ ...warning })),
    },
  });
}

export function featuresOf(topics: readonly TopicRow[]): Record<string, { dtype: string; shape: number[] }> {
  return Object.fromEntries(topics.map(({ name, dataType, shape }) => [name, { dtype: dataType, shape }]));
}

/** Postgres stores neither the character 0 nor halves of surrogate pairs. */
function storable(text: string): string {
  return text.replaceAll(/[\0\p{Surrogate}]/gu, "\uFFFD");
}
