import type { WorkspaceAccess } from "../actor.ts";
import type { Permission } from "./permission.ts";
import { EDITORS, EVERYONE } from "./permission.ts";

export const episodePermissions = {
  "episode.read": { roles: EVERYONE, scope: "read" },
  "episode.update": { roles: EDITORS, scope: "write" },
} as const satisfies Record<string, Permission>;

/** The `where` every episode query starts from: this workspace's, and nothing half imported. */
export function visibleEpisodes(workspace: WorkspaceAccess) {
  return { workspaceId: workspace.id, publishedAt: { not: null } };
}
