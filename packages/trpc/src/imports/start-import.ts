import { isHubId } from "@retake/core/ids";
import { AppError } from "@retake/core/errors";
import type { WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import type { ImportJobView } from "../schemas/imports.ts";
import { getImport } from "./load-imports.ts";

export interface ImportRequest {
  dataset: string;
  revision?: string | undefined;
  episodes?: number | undefined;
  embed: boolean;
}

/**
 * Stores an import job and hands it to the worker. Asking again for what is still waiting or running answers that same job.
 * @throws AppError `bad_request` for what is neither a hub id nor a folder's absolute path, `unavailable` when the queue cannot take it
 */
export async function startImport(
  services: Pick<Services, "db" | "jobs">,
  workspace: WorkspaceAccess,
  requestedById: string | null,
  request: ImportRequest,
): Promise<ImportJobView> {
  checkName(request.dataset);
  const wanted = {
    workspaceId: workspace.id,
    dataset: request.dataset,
    revision: request.revision ?? null,
    maxEpisodes: request.episodes ?? null,
  };
  const { importJob } = services.db.prisma;
  const running = await importJob.findFirst({
    where: { ...wanted, status: { in: ["queued", "running"] }, cancelAsked: false },
    select: { id: true },
  });
  if (running !== null) return getImport(services, workspace, running.id);
  const job = await importJob.create({ data: { ...wanted, requestedById, embed: request.embed } });
  try {
    await services.jobs.enqueue(job.id);
  } catch (error) {
    await importJob.delete({ where: { id: job.id } });
    throw new AppError("unavailable", "The import could not be queued. Nothing was started; try again.", {
      cause: error,
    });
  }
  await announce(services.db, job.id);
  return getImport(services, workspace, job.id);
}

/** Wakes whoever watches imports. */
export async function announce(db: Services["db"], jobId: string): Promise<void> {
  await db.pool.query("select pg_notify('import', $1)", [jobId]);
}

function checkName(dataset: string): void {
  const isPath = /^(?:\/|~\/|[A-Za-z]:[\\/])/.test(dataset);
  if (dataset.includes("\0") || (!isPath && !isHubId(dataset))) {
    throw new AppError("bad_request", "That is neither a hub id nor a folder.", {
      issues: [
        { path: "dataset", message: "give `org/name`, or the absolute path of a folder on the server" },
      ],
    });
  }
}
