import { AppError } from "@retake/core/errors";
import { isHubId } from "@retake/core/ids";
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
 * @throws AppError `bad_request` for what is neither a hub id nor a folder's path
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
  const running = await services.db.prisma.importJob.findFirst({
    where: { ...wanted, status: { in: ["queued", "running"] }, cancelAsked: false },
    select: { id: true },
  });
  const job =
    running ?? (await services.jobs.enqueueImport({ ...wanted, requestedById, embed: request.embed }));
  return getImport(services, workspace, job.id);
}

function checkName(dataset: string): void {
  const isPath = /^(?:\/|~\/|\.{1,2}\/|[A-Za-z]:[\\/])/.test(dataset);
  if (dataset.includes("\0") || (!isPath && !isHubId(dataset))) {
    throw new AppError("bad_request", "That is neither a hub id nor a folder.", {
      issues: [{ path: "dataset", message: "give `org/name`, or the path of a folder on the server" }],
    });
  }
}
