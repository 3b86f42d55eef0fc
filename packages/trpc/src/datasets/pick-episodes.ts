import { AppError, notFound } from "@retake/core/errors";
import { datasetSlug } from "@retake/core/ids";
import { LIMITS } from "@retake/core/limits";
import type { WorkspaceAccess } from "../actor.ts";
import { writeEpisodeChange } from "../catalogue/episode-change.ts";
import { VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { Services } from "../context.ts";

type Picking = Pick<Services, "db" | "catalogue">;
type Client = Parameters<Parameters<Services["db"]["prisma"]["$transaction"]>[0]>[0];

/** Names with the same slug that get a number of their own. */
const SLUGS_TRIED_MAX = 100;

export interface PickAnswer {
  slug: string;
  /** Episodes that were not in it before. */
  added: number;
  /** Ids that are not (or no longer) there. */
  missing: string[];
}

/**
 * A dataset of episodes that a person has chosen. They stay where they were imported; picked ones change with them.
 * @throws AppError `not_found` if none of the episodes is there; `conflict` when the name is taken or there are too many datasets
 */
export async function pickDataset(
  services: Picking,
  workspace: WorkspaceAccess,
  userId: string,
  { name, sessionIds }: { name: string; sessionIds: readonly string[] },
): Promise<PickAnswer> {
  const { prisma } = services.db;
  const { ids, missing } = await findAll(services, workspace, sessionIds);
  const picked = { workspaceId: workspace.id, kind: "picked" as const };
  await demandFreeName(services, workspace, name);
  if ((await prisma.dataset.count({ where: picked })) >= LIMITS.pickedDatasetsMax) {
    throw new AppError(
      "conflict",
      `A workspace has at most ${LIMITS.pickedDatasetsMax} picked datasets. Delete one first.`,
    );
  }
  const slug = await changing(services, workspace, async (tx) => {
    const dataset = await createPicked(tx, { ...picked, name, createdById: userId, publishedAt: new Date() });
    await addPicks(tx, dataset.id, userId, ids);
    return dataset.slug;
  });
  return { slug, added: ids.length, missing };
}

/** @throws AppError `not_found`, also for an imported dataset; `conflict` when it would hold too many */
export async function addToDataset(
  services: Picking,
  workspace: WorkspaceAccess,
  userId: string,
  { slug, sessionIds }: { slug: string; sessionIds: readonly string[] },
): Promise<PickAnswer> {
  const { ids, missing } = await findAll(services, workspace, sessionIds);
  const added = await changing(services, workspace, async (tx) => {
    const { id } = await lockPicked(tx, workspace, slug);
    if ((await tx.datasetPick.count({ where: { datasetId: id } })) + ids.length > LIMITS.pickedEpisodesMax) {
      throw new AppError(
        "conflict",
        `A picked dataset has at most ${LIMITS.pickedEpisodesMax} episodes. Nothing was added.`,
      );
    }
    return addPicks(tx, id, userId, ids);
  });
  return { slug, added, missing };
}

/** Takes episodes out of it; nothing happens to the episodes. @returns how many were in it */
export async function dropFromDataset(
  services: Picking,
  workspace: WorkspaceAccess,
  { slug, sessionIds }: { slug: string; sessionIds: readonly string[] },
): Promise<{ dropped: number }> {
  const dropped = await changing(services, workspace, async (tx) => {
    const { id } = await lockPicked(tx, workspace, slug);
    return tx.$executeRaw`delete from "DatasetPick" p using "Episode" e where p."datasetId" = ${id} and e."id" = p."episodeId"
      and e."sessionId" = any(${sessionIds})`;
  });
  return { dropped };
}

/** Its slug stays, so that links do. @throws AppError `not_found`; `conflict` when the name is taken */
export async function renameDataset(
  services: Picking,
  workspace: WorkspaceAccess,
  { slug, name }: { slug: string; name: string },
): Promise<void> {
  await changing(services, workspace, async (tx) => {
    const { id } = await lockPicked(tx, workspace, slug);
    await demandFreeName(services, workspace, name, id);
    await tx.dataset.update({ where: { id }, data: { name } });
  });
}

/** Nothing happens to its episodes. @throws AppError `not_found` */
export async function removeDataset(
  services: Picking,
  workspace: WorkspaceAccess,
  slug: string,
): Promise<void> {
  await changing(services, workspace, async (tx) => {
    const { id } = await lockPicked(tx, workspace, slug);
    await tx.dataset.delete({ where: { id } });
  });
}

/** Runs it in a transaction that wakes who shows lists of episodes or datasets. */
async function changing<T>(
  { db, catalogue }: Picking,
  workspace: WorkspaceAccess,
  change: (tx: Client) => Promise<T>,
): Promise<T> {
  const wakeUp = writeEpisodeChange({ workspaceId: workspace.id, sessionId: null });
  const done = await db.prisma.$transaction(async (tx) => {
    const result = await change(tx);
    await tx.$queryRaw`select pg_notify('episode', ${wakeUp})::text`;
    return result;
  });
  catalogue.forget(workspace.id, null);
  return done;
}

async function findAll(
  { db }: Picking,
  workspace: WorkspaceAccess,
  sessionIds: readonly string[],
): Promise<{ ids: string[]; missing: string[] }> {
  const { rows } = await db.pool.query<{ id: string; sessionId: string }>(
    `select e."id", e."sessionId" from "Episode" e where ${VISIBLE_EPISODE} and e."sessionId" = any($2)`,
    [workspace.id, sessionIds],
  );
  if (rows.length === 0) throw notFound("None of the episodes");
  const known = new Set(rows.map((row) => row.sessionId));
  return { ids: rows.map(({ id }) => id), missing: sessionIds.filter((id) => !known.has(id)) };
}

async function demandFreeName(
  { db }: Picking,
  workspace: WorkspaceAccess,
  name: string,
  own?: string,
): Promise<void> {
  const taken = await db.prisma.dataset.findFirst({
    where: { workspaceId: workspace.id, name: { equals: name, mode: "insensitive" }, id: { not: own ?? "" } },
    select: { id: true },
  });
  if (taken !== null) throw new AppError("conflict", `There is a dataset “${name}” already.`);
}

interface NewDataset {
  workspaceId: string;
  kind: "picked";
  name: string;
  createdById: string;
  publishedAt: Date;
}

/** Under the first slug that is free. */
async function createPicked(tx: Client, data: NewDataset) {
  const base = datasetSlug(data.name).slice(0, 95);
  for (let n = 1; n <= SLUGS_TRIED_MAX; n += 1) {
    const slug = n === 1 ? base : `${base}-${n}`;
    const row = { ...data, slug, sourceKey: `picked:${slug}`, features: [] };
    const [made] = await tx.dataset.createManyAndReturn({ data: [row], skipDuplicates: true });
    if (made !== undefined) return made;
  }
  throw new AppError("conflict", `There are too many datasets named ${data.name} in this workspace.`);
}

/** The row of a picked dataset, held until the transaction ends, so that counts stay true. */
async function lockPicked(tx: Client, workspace: WorkspaceAccess, slug: string): Promise<{ id: string }> {
  const [found] = await tx.$queryRaw<{ id: string }[]>`select "id" from "Dataset"
    where "workspaceId" = ${workspace.id} and "slug" = ${slug} and "kind" = 'picked' for update`;
  if (found === undefined) throw notFound(`The picked dataset “${slug}”`);
  return found;
}

function addPicks(tx: Client, datasetId: string, userId: string, ids: readonly string[]): Promise<number> {
  return tx.$executeRaw`insert into "DatasetPick" ("datasetId", "episodeId", "addedById")
    select ${datasetId}, id, ${userId} from unnest(${ids}::text[]) id on conflict do nothing`;
}
