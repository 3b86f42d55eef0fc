import type { WorkspaceAccess } from "../actor.ts";
import type { Permission } from "./permission.ts";
import { EDITORS, EVERYONE } from "./permission.ts";

export const datasetPermissions = {
  "dataset.read": { roles: EVERYONE, scope: "read" },
  /** Datasets of chosen episodes: make, change, delete. Imported ones are nobody's to change. */
  "dataset.pick": { roles: EDITORS, scope: null },
} as const satisfies Record<string, Permission>;

/** The `where` every dataset query starts from: this workspace's, once their first import has finished. */
export function visibleDatasets(workspace: WorkspaceAccess) {
  return { workspaceId: workspace.id, publishedAt: { not: null } };
}
