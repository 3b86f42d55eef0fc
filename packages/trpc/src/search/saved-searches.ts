import { AppError, notFound } from "@retake/core/errors";
import { LIMITS } from "@retake/core/limits";
import type { WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import type { SavedSearchView } from "../schemas/search.ts";

type Keeping = Pick<Services, "db">;

/** By name. Everybody in the workspace sees all of them. */
export async function listSavedSearches(
  { db }: Keeping,
  workspace: WorkspaceAccess,
): Promise<SavedSearchView[]> {
  const { rows } = await db.pool.query<SavedSearchView>(
    `select s."id", s."name", s."query", u."name" as "author", to_char(s."createdAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"
     from "SavedSearch" s left join "User" u on u."id" = s."createdById" where s."workspaceId" = $1 order by lower(s."name"), s."id" limit $2`,
    [workspace.id, LIMITS.savedSearchesMax],
  );
  return rows;
}

/** A name that is there already gets the new query. @throws AppError `conflict` when there are too many */
export async function saveSearch(
  { db }: Keeping,
  workspace: WorkspaceAccess,
  userId: string,
  { name, query }: { name: string; query: string },
): Promise<{ id: string }> {
  const key = { workspaceId_name: { workspaceId: workspace.id, name } };
  const known = await db.prisma.savedSearch.findUnique({ where: key, select: { id: true } });
  const count = await db.prisma.savedSearch.count({ where: { workspaceId: workspace.id } });
  if (known === null && count >= LIMITS.savedSearchesMax) {
    throw new AppError(
      "conflict",
      `A workspace keeps ${LIMITS.savedSearchesMax} searches. Remove one first.`,
    );
  }
  return db.prisma.savedSearch.upsert({
    where: key,
    create: { workspaceId: workspace.id, name, query, createdById: userId },
    update: { query },
    select: { id: true },
  });
}

/** @throws AppError `not_found`; `conflict` when the name is another's */
export async function renameSavedSearch(
  { db }: Keeping,
  workspace: WorkspaceAccess,
  { id, name }: { id: string; name: string },
): Promise<void> {
  const where = { id, workspaceId: workspace.id };
  const { count } = await db.prisma.savedSearch
    .updateMany({ where, data: { name } })
    .catch((error: unknown) => {
      if ((error as { code?: unknown }).code === "P2002")
        throw new AppError("conflict", `There is a search “${name}” already.`);
      throw error;
    });
  if (count === 0) throw notFound("This saved search");
}

/** @throws AppError `not_found` */
export async function removeSavedSearch(
  { db }: Keeping,
  workspace: WorkspaceAccess,
  id: string,
): Promise<void> {
  const { count } = await db.prisma.savedSearch.deleteMany({ where: { id, workspaceId: workspace.id } });
  if (count === 0) throw notFound("This saved search");
}
