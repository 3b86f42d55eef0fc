import type { Actor, WorkspaceAccess } from "../actor.ts";
import type { LayerUser } from "../policies/layers.ts";

/** Who asks, as the policies of layers and assignments want to know it. */
export function layerUserOf(actor: Actor, workspace: Pick<WorkspaceAccess, "role">): LayerUser {
  return { userId: actor.kind === "user" ? actor.userId : null, role: workspace.role };
}
