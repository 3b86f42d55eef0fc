import { fieldsOf, setField, setTag, tagsOf } from "@retake/collab/document";
import { roomRef, type OpenRoom } from "@retake/collab/room-host";
import { AppError, assert, notFound } from "@retake/core/errors";
import { LIMITS } from "@retake/core/limits";
import { signerOf, type Actor, type WorkspaceAccess } from "../actor.ts";
import { writeEpisodeChange } from "../catalogue/episode-change.ts";
import { VISIBLE_EPISODE } from "../catalogue/episode-columns.ts";
import type { Services } from "../context.ts";

/** Absent fields stay as they are. `tags` replaces them all; addTags and removeTags change some. */
export interface EpisodeChange {
  outcome?: "success" | "failure" | null | undefined;
  task?: string | undefined;
  tags?: string[] | undefined;
  addTags?: string[] | undefined;
  removeTags?: string[] | undefined;
}

interface Found {
  id: string;
  sessionId: string;
  tags: string[];
}

type Updating = Pick<Services, "db" | "catalogue" | "rooms" | "now"> & { actor: Actor };

/** Changes of more episodes than this are announced as one of the workspace. */
const NAMED_MAX = 50;

/**
 * Changes what people say about episodes. Labels change in their shared documents, where open browsers see them change; some hundred episodes at a
 * time, so that a failure half way leaves some changed and the same call again changes the rest.
 * @returns the ids that were found
 * @throws AppError `bad_request` if an episode would get more tags than it may have; nothing was changed then
 */
export async function updateEpisodes(
  services: Updating,
  workspace: WorkspaceAccess,
  sessionIds: readonly string[],
  change: EpisodeChange,
): Promise<Set<string>> {
  const { actor, catalogue, rooms, now } = services;
  assert(actor.kind !== "anonymous", "the policies let somebody in");
  const found = await findEpisodes(services, workspace, sessionIds);
  for (const { tags } of found) demandTags(nextTags(tags, change));
  if (change.task !== undefined) await setTask(services, workspace, found, change.task);
  const { task: _, ...labels } = change;
  if (Object.values(labels).some((value) => value !== undefined)) {
    const signer = signerOf(actor);
    const refs = found.map(({ id }) => roomRef(id));
    await rooms.changeMany(refs, signer, (room) => applyChange(room, change, signer, now().getTime()));
  }
  for (const sessionId of named(found)) catalogue.forget(workspace.id, sessionId);
  return new Set(found.map(({ sessionId }) => sessionId));
}

/** The same for one. @throws AppError `not_found` */
export async function updateEpisode(
  services: Updating,
  workspace: WorkspaceAccess,
  sessionId: string,
  change: EpisodeChange,
): Promise<void> {
  const found = await updateEpisodes(services, workspace, [sessionId], change);
  if (found.size === 0) throw notFound(`The episode “${sessionId}”`);
}

function applyChange({ document }: OpenRoom, change: EpisodeChange, user: string, now: number): void {
  const old = tagsOf(document).map(({ tag }) => tag);
  const next = demandTags(nextTags(old, change));
  if (change.outcome !== undefined && fieldsOf(document).outcome !== change.outcome)
    setField(document, "outcome", change.outcome);
  for (const tag of old) if (!next.includes(tag)) setTag(document, tag, null);
  // Tags stand in the order in which they were given.
  next.forEach((tag, place) => setTag(document, tag, { user, at: now + place }));
}

function nextTags(old: readonly string[], { tags, addTags = [], removeTags = [] }: EpisodeChange): string[] {
  if (tags !== undefined) return [...new Set(tags)];
  return [...new Set([...old, ...addTags])].filter((tag) => !removeTags.includes(tag));
}

function demandTags(tags: string[]): string[] {
  if (tags.length > LIMITS.tagsMax) {
    throw new AppError("bad_request", `An episode has at most ${LIMITS.tagsMax} tags. Nothing was changed.`);
  }
  return tags;
}

async function findEpisodes(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  sessionIds: readonly string[],
): Promise<Found[]> {
  const { rows } = await db.pool.query<Found>(
    `select e."id", e."sessionId", coalesce(e."tags", '{}') as "tags" from "Episode" e
     where ${VISIBLE_EPISODE} and e."sessionId" = any($2) order by e."id"`,
    [workspace.id, sessionIds],
  );
  return rows;
}

/** A task is no label: it is what the robot was told. */
async function setTask(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  found: readonly Found[],
  task: string,
): Promise<void> {
  const ids = named(found).map((sessionId) => writeEpisodeChange({ workspaceId: workspace.id, sessionId }));
  await db.prisma.$transaction([
    db.prisma.$executeRaw`update "Episode" set "task" = ${task === "" ? null : task}, "updatedAt" = now()
      where "id" = any(${found.map(({ id }) => id)})`,
    db.prisma.$queryRaw`select pg_notify('episode', id)::text from unnest(${ids}::text[]) id`,
  ]);
}

function named(found: readonly Found[]): (string | null)[] {
  if (found.length > NAMED_MAX) return [null];
  return found.map(({ sessionId }) => sessionId);
}
