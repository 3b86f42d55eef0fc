import { AppError, notFound } from "@retake/core/errors";
import { checkPullUrl } from "@retake/core/pull-address";
import { notify } from "@retake/db/notify";
import type { z } from "zod";
import type { UserActor, WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { visibleSources } from "../policies/sources.ts";
import type { sourceAddInput, sourceCheckOutput, SourceView } from "../schemas/sources.ts";
import { sourceView } from "./list-sources.ts";

/** Sources one workspace may have. */
const SOURCES_MAX = 100;

/** Whether an address may be connected to, in words, while it is typed. Nothing is connected to. */
export function checkSource(
  { pullRules }: Pick<Services, "pullRules">,
  url: string,
): z.infer<typeof sourceCheckOutput> {
  try {
    return { url: checkPullUrl(url, pullRules).url, problem: null };
  } catch (thrown) {
    if (thrown instanceof AppError) return { url: null, problem: thrown.message };
    throw thrown;
  }
}

/**
 * Adds a source and has it recorded.
 * @throws AppError `bad_request`, `path_refused` for the address; `conflict` when the workspace has it already, or too many
 */
export async function addSource(
  { db, pullRules }: Pick<Services, "db" | "pullRules">,
  workspace: WorkspaceAccess,
  actor: UserActor,
  { url: typed, name, robotType, task }: Omit<z.infer<typeof sourceAddInput>, "workspace">,
): Promise<SourceView> {
  const { url } = checkPullUrl(typed, pullRules);
  if ((await db.prisma.pullSource.count({ where: visibleSources(workspace) })) >= SOURCES_MAX) {
    throw new AppError("conflict", `A workspace has at most ${SOURCES_MAX} sources. Delete one first.`);
  }
  const source = { url, name, robotType: robotType ?? null, task: task ?? null };
  try {
    const row = await db.prisma.pullSource.create({
      data: { ...source, workspaceId: workspace.id, createdById: actor.userId, state: "connecting" },
    });
    await wake(db, workspace);
    return sourceView(row);
  } catch (thrown) {
    if (!isTaken(thrown)) throw thrown;
    throw new AppError("conflict", `${url} is a source already.`);
  }
}

/** Switches a source on or off; off ends its episode. @throws AppError `not_found` */
export async function enableSource(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  { id, enabled }: { id: string; enabled: boolean },
): Promise<void> {
  const state = enabled ? { state: "connecting", problem: null } : {};
  const { count } = await db.prisma.pullSource.updateMany({
    where: { id, ...visibleSources(workspace) },
    data: { enabled, ...state },
  });
  if (count === 0) throw notFound("The source");
  await wake(db, workspace);
}

/** Ends the episode that is recorded now; what comes next begins another. Without effect once it has ended. @throws AppError `not_found` */
export async function cutSource(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  { id, sessionId }: { id: string; sessionId: string },
): Promise<void> {
  const where = { id, ...visibleSources(workspace) };
  if ((await db.prisma.pullSource.count({ where })) === 0) throw notFound("The source");
  await db.prisma.pullSource.updateMany({ where: { ...where, sessionId }, data: { sessionId: null } });
  await wake(db, workspace);
}

/** Its episodes stay. @throws AppError `not_found` */
export async function removeSource(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  id: string,
): Promise<void> {
  const { count } = await db.prisma.pullSource.deleteMany({ where: { id, ...visibleSources(workspace) } });
  if (count === 0) throw notFound("The source");
  await wake(db, workspace);
}

/** Prisma's code for a broken unique constraint. */
function isTaken(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && thrown.code === "P2002";
}

async function wake(db: Services["db"], workspace: WorkspaceAccess): Promise<void> {
  await notify(db.pool, "source", workspace.id);
}
