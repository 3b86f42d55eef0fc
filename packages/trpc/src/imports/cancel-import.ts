import type { WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import type { ImportJobView } from "../schemas/imports.ts";
import { getImport } from "./load-imports.ts";

/** A waiting job is cancelled at once, a running one stops at its next step; a finished one stays as it is. @throws AppError `not_found` */
export async function cancelImport(
  services: Pick<Services, "db" | "jobs">,
  workspace: WorkspaceAccess,
  id: string,
): Promise<ImportJobView> {
  await getImport(services, workspace, id);
  await services.jobs.cancelImport(id);
  return getImport(services, workspace, id);
}
