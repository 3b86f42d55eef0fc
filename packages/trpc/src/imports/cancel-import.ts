import type { WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { visibleImports } from "../policies/imports.ts";
import type { ImportJobView } from "../schemas/imports.ts";
import { getImport } from "./load-imports.ts";
import { announce } from "./start-import.ts";

/** A waiting job is cancelled at once, a running one stops at its next step; a finished one stays as it is. @throws AppError `not_found` */
export async function cancelImport(
  services: Pick<Services, "db" | "now">,
  workspace: WorkspaceAccess,
  id: string,
): Promise<ImportJobView> {
  const { importJob } = services.db.prisma;
  const mine = { ...visibleImports(workspace), id };
  await importJob.updateMany({
    where: { ...mine, status: { in: ["queued", "running"] } },
    data: { cancelAsked: true },
  });
  await importJob.updateMany({
    where: { ...mine, status: "queued" },
    data: { status: "cancelled", finishedAt: services.now() },
  });
  const job = await getImport(services, workspace, id);
  await announce(services.db, id);
  return job;
}
