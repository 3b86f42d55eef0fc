import type { WorkspaceAccess } from "../actor.ts";
import type { Permission } from "./permission.ts";
import { EDITORS, EVERYONE, KEEPERS } from "./permission.ts";

export const assignmentPermissions = {
  "assignment.read": { roles: EVERYONE, scope: null },
  "assignment.manage": { roles: KEEPERS, scope: null },
  /** Saying of one's own that it is done. */
  "assignment.work": { roles: EDITORS, scope: null },
  "assignment.review": { roles: KEEPERS, scope: null },
} as const satisfies Record<string, Permission>;

/** The `where` every assignment query starts from: reviewers see all of the workspace's, others their own. Null: anybody's. */
export function visibleAssignments(
  workspace: Pick<WorkspaceAccess, "id" | "role">,
  userId: string,
): { workspaceId: string; assigneeId: string | null } {
  return { workspaceId: workspace.id, assigneeId: isReviewer(workspace) ? null : userId };
}

export function isReviewer({ role }: Pick<WorkspaceAccess, "role">): boolean {
  return (assignmentPermissions["assignment.review"].roles as readonly string[]).includes(role);
}
