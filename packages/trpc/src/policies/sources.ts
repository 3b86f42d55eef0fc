import type { WorkspaceAccess } from "../actor.ts";
import type { Permission } from "./permission.ts";
import { KEEPERS } from "./permission.ts";

export const sourcePermissions = {
  "source.manage": { roles: KEEPERS, scope: null },
} as const satisfies Record<string, Permission>;

export function visibleSources(workspace: WorkspaceAccess) {
  return { workspaceId: workspace.id };
}
