import type { WorkspaceAccess } from "../actor.ts";
import type { Permission } from "./permission.ts";
import { KEEPERS } from "./permission.ts";

export const importPermissions = {
  "import.read": { roles: KEEPERS, scope: "import" },
  "import.manage": { roles: KEEPERS, scope: "import" },
  /** Looking around on the server's disk: people only. */
  "import.browse": { roles: KEEPERS, scope: null },
} as const satisfies Record<string, Permission>;

export function visibleImports(workspace: WorkspaceAccess) {
  return { workspaceId: workspace.id };
}
