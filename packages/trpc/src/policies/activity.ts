import type { WorkspaceAccess } from "../actor.ts";
import type { Permission } from "./permission.ts";
import { EVERYONE } from "./permission.ts";
import { isReviewer } from "./assignments.ts";

export const activityPermissions = {
  "activity.read": { roles: EVERYONE, scope: null },
} as const satisfies Record<string, Permission>;

/**
 * The condition every query of the feed has besides its workspace, over `"Activity" h`: what is done in a layer of one's own is seen by its owner and
 * by reviewers, like the layer itself.
 * @param user placeholder of the reader's id
 */
export function visibleActivity(workspace: Pick<WorkspaceAccess, "role">, user: string): string {
  if (isReviewer(workspace)) return `${user}::text is not null`;
  return `(coalesce(h."data"->>'layer', 'main') = 'main' or h."data"->>'layer' = 'blind:' || ${user}::text)`;
}
