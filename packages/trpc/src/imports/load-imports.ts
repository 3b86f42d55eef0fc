import { notFound } from "@retake/core/errors";
import type { WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { visibleImports } from "../policies/imports.ts";
import { importJobView, type ImportJobRecord } from "../presenters/import-job.ts";
import type { ImportJobView } from "../schemas/imports.ts";

/** The workspace's newest import jobs, newest first. */
export async function listImports(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  limit: number,
): Promise<ImportJobView[]> {
  const jobs = await db.prisma.importJob.findMany({
    where: visibleImports(workspace),
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
  });
  return withDatasets(db, workspace, jobs);
}

/** @throws AppError `not_found` */
export async function getImport(
  { db }: Pick<Services, "db">,
  workspace: WorkspaceAccess,
  id: string,
): Promise<ImportJobView> {
  const job = await db.prisma.importJob.findFirst({ where: { ...visibleImports(workspace), id } });
  if (job === null) throw notFound("The import");
  const [view] = await withDatasets(db, workspace, [job]);
  if (view === undefined) throw notFound("The import");
  return view;
}

async function withDatasets(
  db: Services["db"],
  workspace: WorkspaceAccess,
  jobs: (ImportJobRecord & { datasetId: string | null })[],
): Promise<ImportJobView[]> {
  const ids = jobs.map((job) => job.datasetId).filter((id) => id !== null);
  const datasets =
    ids.length === 0
      ? []
      : await db.prisma.dataset.findMany({
          where: { workspaceId: workspace.id, id: { in: ids }, publishedAt: { not: null } },
          select: { id: true, slug: true },
        });
  const slugs = new Map(datasets.map((dataset) => [dataset.id, dataset.slug]));
  return jobs.map((job) => importJobView(job, slugs.get(job.datasetId ?? "") ?? null));
}
