import { notify } from "@retake/db/notify";
import type { WorkspaceAccess } from "../actor.ts";
import type { Services } from "../context.ts";
import { visibleIndex } from "../policies/indexing.ts";

/** Has all of the workspace's index made again by the worker; what is there stays in use meanwhile. Asking twice is asking once. */
export async function askRebuild(
  { db, now }: Pick<Services, "db" | "now">,
  workspace: WorkspaceAccess,
): Promise<void> {
  const asked = { rebuildAskedAt: now() };
  await db.prisma.indexRun.upsert({
    where: visibleIndex(workspace),
    create: { ...visibleIndex(workspace), ...asked },
    update: asked,
  });
  // The worker looks at episodes that changed; this says that any may have.
  await notify(db.pool, "episode", workspace.id);
  await notify(db.pool, "index", workspace.id);
}
