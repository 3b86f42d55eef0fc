import { mergeStatistics } from "@retake/telemetry/statistics";
import type { TopicStatistics } from "@retake/telemetry/types";
import { type Db, Prisma } from "@retake/db";
import type { DatasetPlan } from "../layout/dataset-plan.ts";
import type { ImportWarning } from "../layout/import-warning.ts";
import { storable } from "./storable.ts";

export interface FeatureRow {
  name: string;
  topic: string;
  kind: "signal" | "camera" | "text";
  dtype: string;
  shape: number[];
  names: string[];
  units: string[];
}

/** Everything of a dataset becomes visible at once, together with what is known only at the end. */
export async function publishDataset(
  db: Db,
  datasetId: string,
  workspaceId: string,
  plan: DatasetPlan,
  fps: number,
  warnings: readonly ImportWarning[],
): Promise<void> {
  const features = await featureTable(db, datasetId, plan);
  const statistics = await datasetStatistics(db, datasetId, features);
  const tasks = await usedTasks(db, datasetId);
  const now = new Date();
  const data = storable({
    revision: plan.files.revision,
    formatVersion: plan.layout.version,
    robotType: plan.info.robotType,
    fps,
    features: features.map((feature) => ({ ...feature })),
    stats:
      Object.keys(statistics).length === 0
        ? Prisma.DbNull
        : ({ ...statistics } satisfies Record<string, unknown> as unknown as Prisma.InputJsonObject),
    tasks,
    warnings: warnings.map(({ code, message }) => ({ code, message })),
  });
  await db.prisma.$transaction([
    db.prisma.dataset.update({ where: { id: datasetId }, data }),
    db.prisma.dataset.updateMany({ where: { id: datasetId, publishedAt: null }, data: { publishedAt: now } }),
    db.prisma.episode.updateMany({ where: { datasetId, publishedAt: null }, data: { publishedAt: now } }),
    db.prisma.$executeRaw`SELECT pg_notify('episode', ${workspaceId})`,
  ]);
}

/** Declared features in their order, as the first episode really has them; topics that nobody declared after them. */
async function featureTable(db: Db, datasetId: string, plan: DatasetPlan): Promise<FeatureRow[]> {
  const first = await db.prisma.episode.findFirst({
    where: { datasetId },
    orderBy: { episodeIndex: "asc" },
    select: { topics: { orderBy: { position: "asc" } } },
  });
  const declared = new Map(
    [...plan.info.features.keys()].map((name) => ["/" + name.replaceAll(".", "/"), name]),
  );
  return (first?.topics ?? []).map((topic) => ({
    name: declared.get(topic.name) ?? topic.name.slice(1).replaceAll("/", "."),
    topic: topic.name,
    kind: topic.kind as FeatureRow["kind"],
    dtype: topic.dataType.replace("[]", ""),
    shape: topic.shape,
    names: topic.featureNames,
    units: topic.units,
  }));
}

const EPISODES_PER_PAGE = 500;

/** Over all episodes that are stored, also those of earlier imports. Topics whose length changes between episodes are left out. */
async function datasetStatistics(
  db: Db,
  datasetId: string,
  features: readonly FeatureRow[],
): Promise<Record<string, TopicStatistics>> {
  const merged = new Map<string, TopicStatistics | null>();
  let after = -1;
  for (;;) {
    const page = await db.prisma.episode.findMany({
      where: { datasetId, episodeIndex: { gt: after } },
      orderBy: { episodeIndex: "asc" },
      take: EPISODES_PER_PAGE,
      select: {
        episodeIndex: true,
        topics: { where: { kind: "signal" }, select: { name: true, stats: true } },
      },
    });
    for (const { topics } of page) for (const topic of topics) mergeTopic(merged, topic.name, topic.stats);
    const last = page.at(-1)?.episodeIndex ?? null;
    if (last === null) break;
    after = last;
  }
  const names = new Map(features.map((feature) => [feature.topic, feature.name]));
  return Object.fromEntries(
    [...merged].flatMap(([topic, stats]) =>
      stats === null ? [] : [[names.get(topic) ?? topic.slice(1), stats]],
    ),
  );
}

function mergeTopic(merged: Map<string, TopicStatistics | null>, name: string, stats: unknown): void {
  const part = stats as TopicStatistics | null;
  const known = merged.get(name);
  if (part === null || known === null) return;
  if (known === undefined) merged.set(name, part);
  else merged.set(name, known.count.length === part.count.length ? mergeStatistics([known, part]) : null);
}

async function usedTasks(db: Db, datasetId: string): Promise<string[]> {
  const rows = await db.prisma.$queryRaw<{ task: string }[]>`
    SELECT task FROM (
      SELECT unnest(tasks) AS task, min("episodeIndex") AS first FROM "Episode" WHERE "datasetId" = ${datasetId} GROUP BY 1
    ) used ORDER BY first, task LIMIT 10000`;
  return rows.map((row) => row.task);
}
