import type { Db } from "@retake/db";
import type { CameraRow } from "../episode/describe-cameras.ts";
import type { TopicRow } from "../episode/describe-topics.ts";
import type { EpisodeContent } from "../episode/episode-content.ts";
import type { ImportWarning } from "../layout/import-warning.ts";
import { storable } from "./storable.ts";

/** An episode as it goes into the register; its files are durable already. */
export interface EpisodeRecord {
  id: string;
  workspaceId: string;
  datasetId: string;
  sessionId: string;
  episodeIndex: number;
  robotType: string | null;
  task: string | null;
  tasks: string[];
  fps: number;
  outcome: "success" | "failure" | null;
  contentHash: string;
  warnings: readonly ImportWarning[];
  content: EpisodeContent;
  topics: TopicRow[];
  cameras: CameraRow[];
}

/**
 * Writes an episode with everything that hangs on it, whole or not at all. What a person set by hand (an outcome, a
 * task, tags) outlives a second import; an episode that was published stays so.
 */
export async function saveEpisode(db: Db, record: EpisodeRecord): Promise<void> {
  const { id, content } = record;
  const { topics, cameras, task } = storable({
    topics: record.topics,
    cameras: record.cameras,
    task: record.task,
  });
  const episodeId = id;
  const data = storable(episodeData(record));
  await db.prisma.$transaction([
    db.prisma.episode.upsert({
      where: { id },
      create: { id, ...data, outcome: record.outcome, task, tags: [] },
      update: data,
    }),
    db.prisma.topic.deleteMany({ where: { episodeId } }),
    db.prisma.segment.deleteMany({ where: { episodeId } }),
    db.prisma.episodeCamera.deleteMany({ where: { episodeId } }),
    db.prisma.topic.createMany({
      data: topics.map(({ stats, ...topic }) => ({ episodeId, ...topic, ...jsonStats(stats) })),
    }),
    db.prisma.segment.createMany({
      data: content.segments.map(({ key, bytes, rows, firstTime, lastTime }, part) => {
        return { episodeId, part, key, bytes, rows, firstTime, lastTime };
      }),
    }),
    db.prisma.episodeCamera.createMany({ data: cameras.map((camera) => ({ episodeId, ...camera })) }),
    // Nobody can see an unpublished one; publishing announces those.
    db.prisma.$executeRaw`SELECT pg_notify('episode', ${`${record.workspaceId}/${record.sessionId}`})
      FROM "Episode" WHERE "id" = ${id} AND "publishedAt" IS NOT NULL`,
  ]);
}

function episodeData(record: EpisodeRecord) {
  const { content, topics } = record;
  return {
    workspaceId: record.workspaceId,
    datasetId: record.datasetId,
    sessionId: record.sessionId,
    episodeIndex: record.episodeIndex,
    source: "import" as const,
    status: "completed" as const,
    robotType: record.robotType,
    tasks: record.tasks,
    fps: record.fps,
    startTime: content.firstTime,
    endTime: content.lastTime,
    durationS: content.lastTime - content.firstTime,
    totalFrames: content.rows,
    totalMessages: topics.reduce((sum, topic) => sum + topic.messageCount, 0),
    totalReward: content.reward,
    features: Object.fromEntries(
      topics.map(({ name, dataType, shape }) => [name, { dtype: dataType, shape }]),
    ),
    contentHash: record.contentHash,
    warnings: record.warnings.map(({ code, message }) => ({ code, message })),
  };
}

function jsonStats(stats: TopicRow["stats"]): { stats?: { [key: string]: (number | null)[] } } {
  return stats === null ? {} : { stats: { ...stats } };
}
