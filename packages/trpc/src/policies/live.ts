import type { WorkspaceAccess } from "../actor.ts";
import type { Permission } from "./permission.ts";
import { EVERYONE } from "./permission.ts";

export const livePermissions = {
  "live.read": { roles: EVERYONE, scope: "read" },
} as const satisfies Record<string, Permission>;

/** The `where` every query for recordings starts from: this workspace's. */
export function visibleRecordings(workspace: Pick<WorkspaceAccess, "id">) {
  return { workspaceId: workspace.id, episode: { publishedAt: { not: null } } };
}
