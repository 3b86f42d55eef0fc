import type { WorkspaceAccess } from "../actor.ts";
import type { Permission } from "./permission.ts";
import { KEEPERS } from "./permission.ts";

export const indexingPermissions = {
  "index.read": { roles: KEEPERS, scope: null },
  "index.rebuild": { roles: KEEPERS, scope: null },
  /** Whether anything leaves the house, and how much of it. */
  "ai.manage": { roles: KEEPERS, scope: null },
} as const satisfies Record<string, Permission>;

/** The `where` of everything that is kept of a workspace's indexing. */
export function visibleIndex(workspace: Pick<WorkspaceAccess, "id">) {
  return { workspaceId: workspace.id };
}
