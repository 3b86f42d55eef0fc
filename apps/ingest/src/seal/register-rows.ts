import type { DeclaredTopic } from "@retake/core/recording-meta";
import { Prisma } from "@retake/db";
import { mergeTopic, type TopicRow } from "./merge-topic.ts";
import type { PictureSize, WrittenPart } from "./sealed-range.ts";

/** Rows of a transaction. */
export type Register = Prisma.TransactionClient;

/** @returns all topics of the episode, and the names of those that changed their type or shape */
export async function mergeTopics(
  tx: Register,
  episodeId: string,
  { segment, pictures }: WrittenPart,
  declared: readonly DeclaredTopic[],
): Promise<{ topics: TopicRow[]; changed: string[] }> {
  const known = (await tx.topic.findMany({ where: { episodeId } })) as unknown as TopicRow[];
  const topics = new Map(known.map((topic) => [topic.name, topic]));
  const changed: string[] = [];
  let next = 1 + Math.max(-1, ...known.map(({ position }) => position));
  for (const summary of segment.topics) {
    const { name } = summary;
    const said = declared.findIndex((topic) => topic.name === name);
    const position = said === -1 ? declared.length + next++ : said;
    const merged = mergeTopic(topics.get(name) ?? null, summary, declared[said], position);
    const row = withPictureSize(merged.row, pictures.get(name));
    if (merged.changed) changed.push(name);
    topics.set(name, row);
    await saveTopic(tx, episodeId, row);
  }
  return { topics: [...topics.values()], changed };
}

function withPictureSize(row: TopicRow, size: PictureSize | undefined): TopicRow {
  if (row.kind !== "camera" || size === undefined || size.width === null || size.height === null) return row;
  return { ...row, shape: [size.height, size.width, 3] };
}

async function saveTopic(tx: Register, episodeId: string, { name, stats, ...row }: TopicRow): Promise<void> {
  const data = { ...row, stats: stats === null ? Prisma.DbNull : { ...stats } };
  await tx.topic.upsert({
    where: { episodeId_name: { episodeId, name } },
    create: { episodeId, name, ...data },
    update: data,
  });
}

/** The cameras that have pictures in this part; the first that says its size has said it. @param startTime of the episode, s */
export async function mergeCameras(
  tx: Register,
  episodeId: string,
  topics: readonly TopicRow[],
  pictures: ReadonlyMap<string, PictureSize>,
  startTime: number,
): Promise<void> {
  const known = await tx.episodeCamera.findMany({ where: { episodeId } });
  for (const [name, said] of pictures) {
    const before = known.find((camera) => camera.topic === name);
    const { width, height } = before === undefined || before.width === null ? said : before;
    const topic = topics.find((row) => row.name === name);
    if (topic === undefined) continue;
    const fps = topic.avgFrequency;
    const figures = {
      storage: "images",
      position: topic.position,
      frames: topic.messageCount,
      fps,
      toTime: topic.lastTime - startTime + (fps > 0 ? 1 / fps : 0),
      width,
      height,
    };
    await tx.episodeCamera.upsert({
      where: { episodeId_topic: { episodeId, topic: name } },
      create: { episodeId, topic: name, ...figures },
      update: figures,
    });
  }
}

/** Cameras that were declared, and of which no picture came. */
export async function closeEmptyCameras(tx: Register, episodeId: string): Promise<void> {
  await tx.episodeCamera.updateMany({
    where: { episodeId, storage: "images", frames: 0 },
    data: { storage: "missing", problem: "The robot named this camera and sent no picture of it." },
  });
}
