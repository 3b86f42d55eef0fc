import type { Permission } from "./permission.ts";
import { EDITORS, EVERYONE } from "./permission.ts";

export const searchPermissions = {
  "search.read": { roles: EVERYONE, scope: "read" },
  /** Searches under a name, for everybody in the workspace. */
  "search.save": { roles: EDITORS, scope: null },
} as const satisfies Record<string, Permission>;
